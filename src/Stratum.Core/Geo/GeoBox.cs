namespace Stratum.Core;

/// <summary>A box of latitudes and longitudes, edges included. It crosses the antimeridian when west is greater than east.</summary>
/// <param name="North">Northern edge, degrees.</param>
/// <param name="South">Southern edge, degrees, at most <paramref name="North"/>.</param>
/// <param name="East">Eastern edge, degrees.</param>
/// <param name="West">Western edge, degrees.</param>
public readonly record struct GeoBox(double North, double South, double East, double West)
{
    /// <summary>The whole earth.</summary>
    public static readonly GeoBox World = new(90, -90, 180, -180);

    /// <summary>Whether every edge is inside its range and south is not above north.</summary>
    public bool IsValid => North is >= -90 and <= 90 && South is >= -90 and <= 90 && South <= North
        && East is >= -180 and <= 180 && West is >= -180 and <= 180;

    /// <summary>Whether the box wraps around at longitude 180.</summary>
    public bool CrossesAntimeridian => West > East;

    /// <summary>Whether the point lies in the box; longitudes -180 and 180 are the same meridian.</summary>
    public bool Contains(GeoPoint point) => point.Latitude >= South && point.Latitude <= North
        && (ContainsLongitude(point.Longitude) || (Math.Abs(point.Longitude) == 180 && ContainsLongitude(-point.Longitude)));

    /// <summary>
    /// The smallest box that holds every point within <paramref name="radiusKm"/> of <paramref name="centre"/>; all longitudes
    /// when the circle reaches a pole (Matuschek, "Finding points within a distance of a latitude/longitude", section 3.3).
    /// </summary>
    public static GeoBox Around(GeoPoint centre, double radiusKm)
    {
        var angle = radiusKm / GeoPoint.EarthRadiusKm;
        var latitude = double.DegreesToRadians(centre.Latitude);
        var north = double.RadiansToDegrees(latitude + angle);
        var south = double.RadiansToDegrees(latitude - angle);
        if (north >= 90 || south <= -90)
        {
            return new GeoBox(Math.Min(90, north), Math.Max(-90, south), 180, -180);
        }

        var half = double.RadiansToDegrees(Math.Asin(Math.Min(1, Math.Sin(angle) / Math.Cos(latitude))));
        return new GeoBox(north, south, Wrap(centre.Longitude + half), Wrap(centre.Longitude - half));
    }

    private static double Wrap(double longitude) => longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;

    private bool ContainsLongitude(double longitude) => CrossesAntimeridian
        ? longitude >= West || longitude <= East
        : longitude >= West && longitude <= East;
}
