namespace Stratum.Storage;

/// <summary>Where things are in a data directory.</summary>
internal sealed record StorePaths(string Root)
{
    public string Lock => Path.Combine(Root, "LOCK");

    public string Reserve => Path.Combine(Root, "RESERVE");

    public string Wal => Path.Combine(Root, "wal");

    public string Tables => Path.Combine(Root, "tables");

    public string Quarantine => Path.Combine(Root, "quarantine");

    public string Table(TableRecord table) => Path.Combine(Tables, table.FileName);

    public string Segment(ulong segment) => Path.Combine(Wal, WalFormat.FileName(segment));
}
