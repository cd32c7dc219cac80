using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Replays the write-ahead log. What lies behind the last valid record of the newest segment is a torn tail and is cut off; anything
/// else that does not check is damage: every row that can be read is replayed, and a copy of the segment is kept in quarantine.
/// </summary>
internal sealed class WalRecovery(IFileSystem files, StorePaths paths, SeriesCatalogue catalogue, DamageLog damage)
{
    private readonly WalOrphans _orphans = new(catalogue);

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

        foreach (var (path, lost) in _orphans.Resolve(take))
        {
            FoundLoss = true;
            damage.Report(new WalDamageException(path, 0, $"{lost} rows lost the definition of their series"));
        }
    }

    private void Replay(ulong number, bool isNewest, Action<WalRow, WalPosition> take)
    {
        var path = paths.Segment(number);
        var bytes = FileContent.Read(files, path);
        var segment = WalSegment.Read(bytes, path, number, isNewest, catalogue);
        _orphans.Learn(segment.Series);
        var tornRows = new List<WalRow>();
        for (var at = 0; at < segment.Rows.Count; at++)
        {
            var (offset, row) = segment.Rows[at];
            if (!segment.Series.TryGetValue(row.SeriesId, out var series))
            {
                _orphans.Add(path, row, new WalPosition(number, offset));
                continue;
            }

            var found = row.In(series);
            take(found, new WalPosition(number, offset));
            if (at >= segment.Rows.Count - segment.TornRows)
            {
                tornRows.Add(found);
            }
        }

        FoundLoss |= segment.HasLoss || segment.IsTorn;
        if (segment.HasLoss)
        {
            Quarantine.Keep(files, paths, path);
        }

        foreach (var (offset, problem) in segment.Damage)
        {
            damage.Report(new WalDamageException(path, offset, problem));
        }

        if (segment.IsTorn && segment.End == 0)
        {
            // Killed while it was made. An empty segment that stays behind would look like one that has lost its rows.
            files.Delete(path);
            return;
        }

        Segments.Add((number, segment.IsTorn ? Mend(segment, path, tornRows) : bytes.Length));
    }

    private long Mend(WalSegment segment, string path, List<WalRow> tornRows)
    {
        using var file = files.OpenWrite(path);
        return segment.Mend(file, tornRows);
    }
}
