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

        foreach (var (segment, (path, length)) in _segments)
        {
            CheckSegment(segment, path);
            _bytesChecked += length;
            Report();
        }

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
        if (_manifest.Damage is { } damage)
        {
            Found(damage.Path, damage.Offset, damage.Problem);
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

    private void CheckSegment(ulong segment, string path)
    {
        var bytes = FileContent.Read(_files, path);
        var records = new List<WalRecord>();
        var damaged = WalSegmentReader.Scan(bytes, segment, records, out var end);
        foreach (var offset in damaged)
        {
            Found(path, offset, "a record fails its CRC");
        }

        if (end < bytes.Length)
        {
            var isTorn = segment == _segments.Keys[^1] && (end > 0 || bytes.Length <= WalFormat.HeaderBytes);
            if (isTorn)
            {
                _notices.Add($"{path} ends in {bytes.Length - end} bytes that are no record: a write that was cut off, which the next start removes");
            }
            else
            {
                Found(path, end, end == 0 ? "the header is damaged, or of a version that this program does not know" : "no valid record follows");
            }
        }

        CheckRecords(path, bytes, records);
    }

    private void CheckRecords(string path, byte[] bytes, List<WalRecord> records)
    {
        var series = new Dictionary<uint, WalSeriesState>();
        var rows = new List<WalRow>();
        var orphans = 0;
        foreach (var record in records)
        {
            try
            {
                var payload = bytes.AsSpan()[record.Payload];
                if (record.Type == WalRecordType.Series)
                {
                    var input = new ByteReader(payload);
                    var id = checked((uint)input.Varint());
                    var (position, altitude) = PlaceCodec.Read(ref input);
                    series[id] = new WalSeriesState(_catalogue.Define(id, SeriesCodec.Read(ref input)), position, altitude);
                }
                else if (record.Type == WalRecordType.Rows)
                {
                    WalRowCodec.Read(payload, series, _catalogue, rows, ref orphans);
                }
            }
            catch (Exception exception) when (exception is InvalidDataException or ArgumentException or OverflowException)
            {
                Found(path, record.Payload.Start.Value, exception.Message);
            }

            foreach (var row in rows)
            {
                CheckContent(path, record.Payload.Start.Value, row.Stored.Observation);
            }

            _rows += rows.Count;
            rows.Clear();
        }

        if (orphans > 0)
        {
            Found(path, 0, $"{orphans} rows lost the definition of their series");
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
