using Stratum.Core;

namespace Stratum.Node.Pipeline;

/// <summary>What the node adds to drafts, and what it refuses.</summary>
internal sealed record IntakeOptions
{
    /// <summary>node_name of drafts that carry none.</summary>
    public string NodeName { get; init; } = "";

    /// <summary>geo_country of drafts that carry none.</summary>
    public string Country { get; init; } = "";

    /// <summary>geo_subdivision of drafts that carry none.</summary>
    public string Subdivision { get; init; } = "";

    /// <summary>Position of drafts that carry none: a hobbyist's sensors stand where the node stands. Marked location_source "node".</summary>
    public GeoPoint? Position { get; init; }

    /// <summary>Altitude that goes with <see cref="Position"/>.</summary>
    public double? Altitude { get; init; }

    /// <summary>Decimals of latitude and longitude that are signed, where a sensor's table says nothing; null: as given.</summary>
    public int? PositionDecimals { get; init; }

    /// <summary>
    /// Drafts that may be in the pipeline at once; beyond it callers are told to come again. 20,000 is four of the largest
    /// requests and some 20 MB.
    /// </summary>
    public int QueueMax { get; init; } = 20_000;
}
