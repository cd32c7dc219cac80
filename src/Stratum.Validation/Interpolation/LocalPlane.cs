using Stratum.Core;

namespace Stratum.Validation;

/// <summary>A plane that touches the earth at a point: kilometres east and north (equirectangular; below 1 % off within 400 km up to 70 degrees).</summary>
internal readonly struct LocalPlane(GeoPoint centre)
{
    private const double KmPerDegree = GeoPoint.EarthRadiusKm * Math.PI / 180;

    private readonly double _kmPerLongitude = KmPerDegree * Math.Cos(double.DegreesToRadians(centre.Latitude));

    /// <summary>East and north of the centre; the short way round the earth.</summary>
    public (double EastKm, double NorthKm) Project(GeoPoint point)
    {
        var turn = point.Longitude - centre.Longitude;
        turn = turn > 180 ? turn - 360 : turn < -180 ? turn + 360 : turn;
        return (turn * _kmPerLongitude, (point.Latitude - centre.Latitude) * KmPerDegree);
    }
}
