using System.Runtime.InteropServices;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Writes the tables of a day anew as one: each content once, with its lowest signature and its newest score. What cannot be read is left
/// out, so that the sums of the new table tell what is held. Runs beside the writer, on a snapshot.
/// </summary>
internal sealed class TableMerge(MergeJob job, SnapshotReader snapshot, SeriesCatalogue catalogue, ISignerTrust trust, int blockRows)
{
    private readonly List<StoredObservation> _block = new(blockRows);
    private readonly List<KeyValuePair<ContentId, Assessment>> _scores = [];
    private readonly List<MergeInput> _entered = [];
    private readonly CellSums _sums = new();
    private TableWriter? _writer;

    /// <summary>Writes the new table and fsyncs it. Throws <see cref="OperationCanceledException"/> when the store closes.</summary>
    public MergeResult Run(IFileSystem files, string path, CancellationToken cancellationToken)
    {
        var inputs = Array.ConvertAll(job.Inputs, input => new MergeInput(snapshot, input.Reader));
        try
        {
            while (NextSeries(inputs) is { } id)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (catalogue.Find(id) is { } entry && IsKept(entry))
                {
                    MergeSeries(
                        inputs, entry, () => _writer ??= new TableWriter(files, path, job.Output.Number, job.Day, job.RetentionFloor, KeptSeries()));
                }

                foreach (var input in inputs)
                {
                    input.Skip(id);
                }
            }

            _writer?.Finish(overrides: 0, _sums);
            return new MergeResult(_writer is null, _scores);
        }
        finally
        {
            _writer?.Dispose();
        }
    }

    private bool IsKept(SeriesEntry entry) => !(job.DropsUnknown && MergeJob.IsUnknown(trust, entry.Series));

    // They stand in front of the blocks, so that all are needed before the first.
    private List<SeriesEntry> KeptSeries()
    {
        var ids = new SortedSet<uint>();
        foreach (var input in job.Inputs)
        {
            foreach (var block in input.Reader.Blocks)
            {
                ids.Add(block.SeriesId);
            }
        }

        var series = new List<SeriesEntry>();
        foreach (var id in ids)
        {
            if (catalogue.Find(id) is { } entry && IsKept(entry))
            {
                series.Add(entry);
            }
        }

        return series;
    }

    private static uint? NextSeries(MergeInput[] inputs)
    {
        uint? next = null;
        foreach (var input in inputs)
        {
            next = input.NextSeries is { } id && (next is null || id < next) ? id : next;
        }

        return next;
    }

    private void MergeSeries(MergeInput[] inputs, SeriesEntry entry, Func<TableWriter> writer)
    {
        _entered.Clear();
        foreach (var input in inputs)
        {
            if (input.NextSeries == entry.Id && input.Enter(entry))
            {
                _entered.Add(input);
            }
        }

        while (_entered.Count > 0)
        {
            Take(NextRow(entry));
            if (_block.Count == blockRows)
            {
                WriteBlock(entry, writer());
            }
        }

        if (_block.Count > 0)
        {
            WriteBlock(entry, writer());
        }
    }

    // Of copies of one content the one with the lowest signature. A day has few tables: the smallest is found by looking at each.
    private StoredObservation NextRow(SeriesEntry entry)
    {
        var key = _entered[0].KeyIn(entry);
        for (var at = 1; at < _entered.Count; at++)
        {
            var other = _entered[at].KeyIn(entry);
            key = other.CompareTo(key) < 0 ? other : key;
        }

        StoredObservation? chosen = null;
        for (var at = _entered.Count - 1; at >= 0; at--)
        {
            if (_entered[at].KeyIn(entry) != key)
            {
                continue;
            }

            var row = _entered[at].Row;
            chosen = chosen is null || row.Observation.Signature < chosen.Observation.Signature ? row : chosen;
            if (!_entered[at].MoveNext(entry))
            {
                _entered.RemoveAt(at);
            }
        }

        return chosen!;
    }

    private void Take(StoredObservation row)
    {
        var scored = snapshot.WithPendingScore(row);
        if (!ReferenceEquals(scored, row))
        {
            _scores.Add(KeyValuePair.Create(row.Observation.ContentId, scored.Assessment));
        }

        _sums.Add(scored.Observation);
        _block.Add(scored);
    }

    private void WriteBlock(SeriesEntry entry, TableWriter writer)
    {
        writer.Append(entry, CollectionsMarshal.AsSpan(_block));
        _block.Clear();
    }
}
