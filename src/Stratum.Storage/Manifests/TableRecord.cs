namespace Stratum.Storage;

/// <summary>One table as the manifest names it.</summary>
/// <param name="Number">File number, never used again.</param>
/// <param name="Day">Partition.</param>
internal readonly record struct TableRecord(ulong Number, long Day)
{
    public string FileName => TableFormat.FileName(Day, Number);
}
