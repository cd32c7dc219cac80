using System.Runtime.InteropServices;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Writes tables anew as one: each content once, with its lowest signature and its newest score. What cannot be read is left
/// out, so that the sums of the new table tell what is held. Runs beside the writer, on a snapshot.
/// </summary>
internal sealed class TableMerge(MergeJob job, SnapshotReader snapshot, SeriesCatalogue catalogue, Func<Series, long> floorOf, int blockRows)
{
    private readonly List<StoredObservation> _block = new(blockRows);
    private readonly List<KeyValuePair<ContentId, Assessment>> _scores = [];
    private readonly List<MergeInput> _entered = [];
    private readonly CellSums _sums = new();
    private readonly Dictionary<uint, long> _floors = [];
    private TableWriter? _writer;
    private (long Low, long High) _arrivals = (long.MaxValue, 0);

    /// <summary>Writes the new table and fsyncs it. Throws <see cref="OperationCanceledException"/> when the store closes.</summary>
    public MergeResult Run(IFileSystem files, string path, CancellationToken cancellationToken)
    {
        var inputs = Array.ConvertAll(job.Inputs, input => new MergeInput(snapshot, input.Reader));
        try
        {
            while (NextSeries(inputs) is { } id)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (catalogue.Find(id) is { } entry)
                {
                    MergeSeries(inputs, entry, () => _writer ??= new TableWriter(files, path, job.Output, job.Floors.Shared, SeriesOfInputs()));
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

    // They stand in front of the blocks, so that all are needed before the first.
    private List<SeriesEntry> SeriesOfInputs()
    {
        var ids = new SortedSet<uint>();
        foreach (var input in job.Inputs)
        {
            uint last = 0;
            foreach (var block in input.Reader.Blocks)
            {
                if (block.SeriesId != last && FloorOf(block.SeriesId) <= input.Reader.Footer.MaxTimestamp)
                {
                    ids.Add(block.SeriesId);
                }

                last = block.SeriesId;
            }
        }

        var series = new List<SeriesEntry>();
        foreach (var id in ids)
        {
            if (catalogue.Find(id) is { } entry)
            {
                series.Add(entry);
            }
        }

        return series;
    }

    // Asked once: the operator may change his mind meanwhile.
    private long FloorOf(uint id)
    {
        if (!_floors.TryGetValue(id, out var floor))
        {
            _floors[id] = floor = catalogue.Find(id) is { } entry ? floorOf(entry.Series) : long.MaxValue;
        }

        return floor;
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

        var floor = FloorOf(entry.Id);
        while (_entered.Count > 0)
        {
            var row = NextRow(entry);
            if (row.Timestamp < floor)
            {
                continue;
            }

            // The index has room for as many arrivals between the rows of a block, which is no bound but for a seldom series of a busy node.
            var (low, high) = (Math.Min(_arrivals.Low, row.ArrivalNumber), Math.Max(_arrivals.High, row.ArrivalNumber));
            if (_block.Count == blockRows || (_block.Count > 0 && high - low > uint.MaxValue))
            {
                WriteBlock(entry, writer());
                (low, high) = (row.ArrivalNumber, row.ArrivalNumber);
            }

            _arrivals = (low, high);
            Take(row);
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

        if (!job.Output.IsKept)
        {
            _sums.Add(scored.Observation);
        }

        _block.Add(scored);
    }

    private void WriteBlock(SeriesEntry entry, TableWriter writer)
    {
        writer.Append(entry, CollectionsMarshal.AsSpan(_block));
        _block.Clear();
        _arrivals = (long.MaxValue, 0);
    }
}
