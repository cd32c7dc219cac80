namespace Stratum.Node.Configuration;

/// <summary>One [[interest]] table while it is read.</summary>
internal sealed record InterestTable
{
    /// <summary>Northern edge.</summary>
    public double? North { get; init; }

    /// <summary>Southern edge.</summary>
    public double? South { get; init; }

    /// <summary>Eastern edge.</summary>
    public double? East { get; init; }

    /// <summary>Western edge.</summary>
    public double? West { get; init; }

    /// <summary>Geohash prefix; empty: none.</summary>
    public string Geohash { get; init; } = "";
}
