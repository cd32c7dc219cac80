using System.Globalization;

namespace Stratum.Core;

/// <summary>A place on WGS 84.</summary>
/// <param name="Latitude">Degrees north, -90..90.</param>
/// <param name="Longitude">Degrees east, -180..180.</param>
public readonly record struct GeoPoint(double Latitude, double Longitude)
{
    /// <summary>Mean earth radius in kilometres (IUGG 1980), the one that the haversine formula uses.</summary>
    public const double EarthRadiusKm = 6371.0088;

    /// <summary>Whether both coordinates are finite and inside their ranges.</summary>
    public bool IsValid => Latitude is >= -90 and <= 90 && Longitude is >= -180 and <= 180;

    /// <summary>
    /// A coordinate with so many decimals, half to even on its decimal value: 3 decimals are about 100 m. What is no coordinate is returned as it is.
    /// </summary>
    public static double RoundDegrees(double degrees, int decimals) => Math.Abs(degrees) <= 180
        && decimal.TryParse(CanonicalDouble.Format(degrees), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            ? UnitConversion.Round(exact, decimals)
            : degrees;

    /// <summary>Great-circle distance in kilometres by the haversine formula (error below 0.6 % of the ellipsoid's).</summary>
    public double DistanceKmTo(GeoPoint other)
    {
        var halfLatitude = Math.Sin(double.DegreesToRadians(other.Latitude - Latitude) / 2);
        var halfLongitude = Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2);
        var h = (halfLatitude * halfLatitude)
            + (Math.Cos(double.DegreesToRadians(Latitude)) * Math.Cos(double.DegreesToRadians(other.Latitude)) * halfLongitude * halfLongitude);
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
