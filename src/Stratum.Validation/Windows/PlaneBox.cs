namespace Stratum.Validation;

/// <summary>A rectangle in a plane, in kilometres.</summary>
internal readonly record struct PlaneBox(double West, double East, double South, double North)
{
    /// <summary>The longer side.</summary>
    public double WidthKm => Math.Max(East - West, North - South);

    /// <summary>The smallest box around the places, of which there is at least one.</summary>
    public static PlaneBox Around(ReadOnlySpan<(double EastKm, double NorthKm)> places)
    {
        var box = new PlaneBox(double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
        foreach (var (east, north) in places)
        {
            box = new PlaneBox(Math.Min(box.West, east), Math.Max(box.East, east), Math.Min(box.South, north), Math.Max(box.North, north));
        }

        return box;
    }

    /// <summary>0 inside.</summary>
    public double SquaredDistanceKmTo((double EastKm, double NorthKm) place)
    {
        var east = Math.Max(0, Math.Max(West - place.EastKm, place.EastKm - East));
        var north = Math.Max(0, Math.Max(South - place.NorthKm, place.NorthKm - North));
        return (east * east) + (north * north);
    }
}
