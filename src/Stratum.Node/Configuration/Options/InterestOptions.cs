using Stratum.Core;

namespace Stratum.Node.Configuration;

/// <summary>One [[interest]] table: an area that this node wants, as a box or as a geohash prefix.</summary>
internal sealed record InterestOptions
{
    /// <summary>The box, if it is one.</summary>
    public GeoBox? Box { get; init; }

    /// <summary>The geohash prefix, if it is one.</summary>
    public string? Geohash { get; init; }
}
