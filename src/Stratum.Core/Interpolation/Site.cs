namespace Stratum.Core;

/// <summary>A value at a place, in a plane around the cell's centre.</summary>
/// <param name="EastKm">Kilometres east of the centre.</param>
/// <param name="NorthKm">Kilometres north of the centre.</param>
/// <param name="Elevation">Metres above sea level.</param>
/// <param name="Value">In comparable terms.</param>
/// <param name="Votes">Whether it speaks about others; false for a second device at one place and for an impossible value, which are only judged.</param>
public readonly record struct Site(double EastKm, double NorthKm, double Elevation, double Value, bool Votes)
{
    /// <summary>Squared distance in the plane.</summary>
    public double SquaredDistanceKmTo(in Site other)
    {
        var east = EastKm - other.EastKm;
        var north = NorthKm - other.NorthKm;
        return (east * east) + (north * north);
    }
}
