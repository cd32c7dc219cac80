namespace Stratum.Node.Configuration;

/// <summary>[archive]: day archives.</summary>
internal sealed record ArchiveSection
{
    /// <summary>Whether closed days are written to archives.</summary>
    public bool Enabled { get; init; }

    /// <summary>Directory of the archives, a full path once loaded.</summary>
    public string Path { get; init; } = "stratum-data/archive";
}
