using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Whether every byte is as it was written.</summary>
public sealed partial class StoreInspection
{
    private readonly List<StoreDefect> _defects = [];
    private readonly List<string> _notices = [];
    private CheckScope _scope = new(false, null, CancellationToken.None);
    private long _defectCount;
    private long _bytesChecked;
    private long _rows;
    private long _signatures;

    private readonly record struct CheckScope(bool Signatures, IProgress<CheckProgress>? Progress, CancellationToken Cancellation);

    /// <summary>
    /// Reads every file whole: CURRENT and the manifest, each table's hash, header, footer, indexes, series and blocks (every CRC, every column
    /// decoded, and the index and the sums worked out anew), and every record of the log.
    /// </summary>
    /// <param name="signatures">Verify the signature of every row, too: some 50 microseconds each, on all cores.</param>
    /// <param name="progress">Told after each block of rows.</param>
    /// <param name="cancellationToken">Ends it early with an exception.</param>
    public CheckResult Check(bool signatures, IProgress<CheckProgress>? progress, CancellationToken cancellationToken)
    {
        _scope = new CheckScope(signatures, progress, cancellationToken);
        CheckManifest();
        foreach (var (path, length) in _tables)
        {
            var before = _bytesChecked;
            try
            {
                using var table = TableReader.Open(_files, path);
                CheckTable(table);
            }
            catch (TableDamageException exception)
            {
                Found(path, exception.Offset, exception.Problem);
            }

            _bytesChecked = before + length;
            Report();
        }

        var orphans = new WalOrphans(_catalogue);
        foreach (var (segment, (path, length)) in _segments)
        {
            CheckSegment(segment, path, orphans);
            _bytesChecked += length;
            Report();
        }

        CheckOrphans(orphans);

        return new CheckResult
        {
            Tables = _tables.Count,
            WalSegments = _segments.Count,
            Rows = _rows,
            Bytes = TotalBytes,
            Signatures = _signatures,
            Defects = _defects,
            DefectCount = _defectCount,
            Notices = _notices,
        };
    }

    private void Found(string path, long offset, string problem)
    {
        _defectCount++;
        if (_defects.Count < DefectsKept)
        {
            _defects.Add(new StoreDefect(path, offset, problem));
        }
    }

    private void Report()
    {
        _scope.Cancellation.ThrowIfCancellationRequested();
        _scope.Progress?.Report(new CheckProgress(_bytesChecked, TotalBytes, _rows));
    }

    private void CheckManifest()
    {
        foreach (var damage in _manifest.Damage)
        {
            Found(damage.Path, damage.Offset, damage.Problem);
        }

        if (_manifest is not { State: not null, IsWhole: true })
        {
            return;
        }

        if (!_manifest.IsComplete)
        {
            _notices.Add("the manifest ends in an edit that was cut off; the next start leaves it out");
        }

        var present = _files.ListFiles(_paths.Tables).ToHashSet();
        foreach (var table in _manifest.State?.Tables ?? [])
        {
            if (!present.Remove(table.FileName))
            {
                Found(_paths.Table(table), 0, "the manifest names it, but it is missing");
            }
        }

        foreach (var name in present.Order(StringComparer.Ordinal))
        {
            if (_manifest.State is not null)
            {
                _notices.Add($"{Path.Combine(_paths.Tables, name)} is named by no manifest; the next start removes it");
            }
        }

        foreach (var name in _files.ListFiles(_paths.Quarantine))
        {
            _notices.Add($"{Path.Combine(_paths.Quarantine, name)} is a copy of a file that was found damaged");
        }
    }

    private void CheckSegment(ulong number, string path, WalOrphans orphans)
    {
        var bytes = FileContent.Read(_files, path);
        WalSegment segment;
        try
        {
            segment = WalSegment.Read(bytes, path, number, isNewest: number == _segments.Keys[^1], _catalogue);
        }
        catch (StratumException exception)
        {
            Found(path, 0, exception.Message);
            return;
        }

        orphans.Learn(segment.Series);
        foreach (var (offset, problem) in segment.Damage)
        {
            Found(path, offset, problem);
        }

        if (segment.IsTorn)
        {
            _notices.Add($"{path} ends in {bytes.Length - segment.End} bytes that are no record: a write that was cut off, which the next start removes");
        }

        foreach (var (offset, row) in segment.Rows)
        {
            if (segment.Series.TryGetValue(row.SeriesId, out var series))
            {
                CheckContent(path, offset, row.In(series).Stored.Observation);
                _rows++;
            }
            else
            {
                orphans.Add(path, row, new WalPosition(number, offset));
            }
        }
    }

    private void CheckOrphans(WalOrphans orphans)
    {
        foreach (var (path, lost) in orphans.Resolve((row, position) =>
        {
            CheckContent(_segments[position.Segment].Path, position.Offset, row.Stored.Observation);
            _rows++;
        }))
        {
            Found(path, 0, $"{lost} rows lost the definition of their series");
        }
    }

    private void CheckContent(string path, long offset, SignedObservation signed)
    {
        if (CanonicalForm.ContentIdOf(signed.Observation) != signed.ContentId)
        {
            Found(path, offset, $"the content_id of a row of {signed.Series.DeviceId} at {signed.Timestamp} is not its own");
        }
        else if (_scope.Signatures)
        {
            CheckSignatures(path, offset, [signed]);
        }
    }
}
