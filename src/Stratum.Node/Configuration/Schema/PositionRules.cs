using Stratum.Core;

namespace Stratum.Node.Configuration;

/// <summary>A position arrives as two keys; until both are there the missing one is NaN, which the cross checks refuse.</summary>
internal static class PositionRules
{
    /// <summary>Sets the latitude.</summary>
    public static GeoPoint? WithLatitude(GeoPoint? position, double? latitude) => new GeoPoint(latitude ?? double.NaN, position?.Longitude ?? double.NaN);

    /// <summary>Sets the longitude.</summary>
    public static GeoPoint? WithLongitude(GeoPoint? position, double? longitude) => new GeoPoint(position?.Latitude ?? double.NaN, longitude ?? double.NaN);

    /// <summary>Whether exactly one coordinate was given.</summary>
    public static bool IsHalf(GeoPoint? position) => position is { } point && double.IsNaN(point.Latitude) != double.IsNaN(point.Longitude);
}
