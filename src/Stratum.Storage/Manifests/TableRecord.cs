namespace Stratum.Storage;

/// <summary>One table as the manifest names it.</summary>
/// <param name="Number">File number, never used again.</param>
/// <param name="Day">Partition: the first day that it may hold.</param>
/// <param name="Days">Days that it spans, for a table of observations that are kept beyond the floor of others; 0 for one of a single partition.</param>
internal readonly record struct TableRecord(ulong Number, long Day, int Days = 0)
{
    public string FileName => TableFormat.FileName(this);

    /// <summary>Whether it holds only what is older than peers are offered: no sums, and as many days as there are.</summary>
    public bool IsKept => Days > 0;

    /// <summary>The last day that it may hold.</summary>
    public long LastDay => Day + Math.Max(Days, 1) - 1;

    public bool Covers(long day) => day >= Day && day <= LastDay;

    public bool Overlaps(TableRecord other) => Day <= other.LastDay && other.Day <= LastDay;
}
