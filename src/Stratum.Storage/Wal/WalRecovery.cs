using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Replays the write-ahead log. What lies behind the last valid record of the newest segment is a torn tail and is cut off; anything
/// else that does not check is damage: every valid record is replayed, and a copy of the segment is kept in quarantine.
/// </summary>
internal sealed class WalRecovery(IFileSystem files, StorePaths paths, SeriesCatalogue catalogue, DamageLog damage)
{
    /// <summary>Segments that exist, with their lengths.</summary>
    public List<(ulong Segment, long Length)> Segments { get; } = [];

    public ulong NextSegment { get; private set; } = 1;

    /// <summary>A tail was cut off or something was damaged.</summary>
    public bool FoundLoss { get; private set; }

    public void Run(Action<WalRow, WalPosition> take)
    {
        var segments = new List<ulong>();
        foreach (var name in files.ListFiles(paths.Wal))
        {
            if (WalFormat.TryParseFileName(name, out var segment))
            {
                segments.Add(segment);
            }
        }

        segments.Sort();
        for (var at = 0; at < segments.Count; at++)
        {
            NextSegment = segments[at] + 1;
            Replay(segments[at], isNewest: at == segments.Count - 1, take);
        }
    }

    private void Replay(ulong segment, bool isNewest, Action<WalRow, WalPosition> take)
    {
        var path = paths.Segment(segment);
        var bytes = FileContent.Read(files, path);
        if (WalFormat.TryReadHeader(bytes, segment, out _, out var version))
        {
            FormatVersion.Check(path, version, WalFormat.Version);
        }

        var records = new List<WalRecord>();
        var damaged = WalSegmentReader.Scan(bytes, segment, records, out var end);
        var orphans = Apply(bytes, path, segment, records, take);
        var tailIsTorn = isNewest && end < bytes.Length && (end > 0 || bytes.Length <= WalFormat.HeaderBytes);
        if (!tailIsTorn && end < bytes.Length)
        {
            damaged.Add(end);
        }

        if (damaged.Count > 0 || orphans > 0)
        {
            FoundLoss = true;
            Quarantine.Keep(files, paths, path);
            foreach (var offset in damaged)
            {
                damage.Report(new WalDamageException(path, offset, "a record fails its CRC"));
            }
        }

        if (tailIsTorn)
        {
            FoundLoss = true;
            Cut(path, end);
        }

        Segments.Add((segment, tailIsTorn ? end : bytes.Length));
    }

    private int Apply(byte[] bytes, string path, ulong segment, List<WalRecord> records, Action<WalRow, WalPosition> take)
    {
        var series = new Dictionary<uint, WalSeriesState>();
        var rows = new List<WalRow>();
        var orphans = 0;
        foreach (var record in records)
        {
            var payload = bytes.AsSpan()[record.Payload];
            try
            {
                if (record.Type == WalRecordType.Series)
                {
                    Define(payload, series);
                }
                else if (record.Type == WalRecordType.Rows)
                {
                    WalRowCodec.Read(payload, series, catalogue, rows, ref orphans);
                }
            }
            catch (Exception exception) when (exception is InvalidDataException or ArgumentException or OverflowException)
            {
                damage.Report(new WalDamageException(path, record.Payload.Start.Value, exception.Message, exception));
                orphans++;
            }

            foreach (var row in rows)
            {
                take(row, new WalPosition(segment, record.Payload.Start.Value));
            }

            rows.Clear();
        }

        if (orphans > 0)
        {
            damage.Report(new WalDamageException(path, 0, $"{orphans} rows lost the definition of their series"));
        }

        return orphans;
    }

    private void Define(ReadOnlySpan<byte> payload, Dictionary<uint, WalSeriesState> series)
    {
        var input = new ByteReader(payload);
        var id = checked((uint)input.Varint());
        var (position, altitude) = PlaceCodec.Read(ref input);
        series[id] = new WalSeriesState(catalogue.Define(id, SeriesCodec.Read(ref input)), position, altitude);
    }

    private void Cut(string path, long length)
    {
        using var file = files.OpenWrite(path);
        file.SetLength(length);
        file.FlushFile();
    }
}
