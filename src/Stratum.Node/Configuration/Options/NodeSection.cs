using Stratum.Core;

namespace Stratum.Node.Configuration;

/// <summary>[node]: who and where this node is.</summary>
internal sealed record NodeSection
{
    /// <summary>The key file, a full path once loaded. Beside the data, so that one volume holds what must not be lost.</summary>
    public string KeypairPath { get; init; } = "stratum-data/node.key";

    /// <summary>The data directory, a full path once loaded.</summary>
    public string StoragePath { get; init; } = "stratum-data";

    /// <summary>Name shown to people and put into signed observations; empty: none.</summary>
    public string Name { get; init; } = "";

    /// <summary>The node's place, if it says so; the default for sensors without their own.</summary>
    public GeoPoint? Position { get; init; }

    /// <summary>Metres above sea level.</summary>
    public double? Altitude { get; init; }

    /// <summary>Decimals of places that are signed; null: as given.</summary>
    public int? PositionDecimals { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code ("NO"); empty: none.</summary>
    public string Country { get; init; } = "";

    /// <summary>ISO 3166-2 code ("NO-03") or a name; empty: none.</summary>
    public string Subdivision { get; init; } = "";
}
