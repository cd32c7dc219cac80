using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Ranges of latitude and longitude that never wrap: a series on both sides of the antimeridian simply has a wide one. It only
/// ever rules rows out, so too wide is right and too narrow would be wrong.
/// </summary>
internal sealed record GeoExtent(double South, double North, double West, double East)
{
    public static GeoExtent Of(GeoPoint point) => new(point.Latitude, point.Latitude, point.Longitude, point.Longitude);

    public bool Covers(GeoExtent other) => other.South >= South && other.North <= North && other.West >= West && other.East <= East;

    public GeoExtent Union(GeoExtent other) => new(
        Math.Min(South, other.South), Math.Max(North, other.North), Math.Min(West, other.West), Math.Max(East, other.East));

    public bool Intersects(GeoBox box)
    {
        if (North < box.South || South > box.North)
        {
            return false;
        }

        // -180 and 180 are one meridian, so an extent that touches either may hold a point that the box names by the other.
        return West <= -180 || East >= 180
            || (box.CrossesAntimeridian ? East >= box.West || West <= box.East : East >= box.West && West <= box.East)
            || (Math.Abs(box.West) == 180 && Math.Abs(box.East) == 180);
    }
}
