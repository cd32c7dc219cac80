using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// A slot at a place, as a point on the unit sphere: there the nearest by straight line is the nearest by great circle, and neither
/// poles nor antimeridian are special.
/// </summary>
internal sealed class GeoNode
{
    public GeoNode(LatestSlot slot, GeoPoint point)
    {
        (Slot, Point) = (slot, point);
        var (sinLatitude, cosLatitude) = Math.SinCos(double.DegreesToRadians(point.Latitude));
        var (sinLongitude, cosLongitude) = Math.SinCos(double.DegreesToRadians(point.Longitude));
        (X, Y, Z) = (cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude);
    }

    public LatestSlot Slot { get; }

    public GeoPoint Point { get; }

    public double X { get; }

    public double Y { get; }

    public double Z { get; }

    /// <summary>The slot has not moved away or expired since.</summary>
    public bool IsCurrent => ReferenceEquals(Slot.Node, this);
}
