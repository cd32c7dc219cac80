namespace Stratum.Validation;

/// <summary>A value at a place, in a plane around the cell's centre.</summary>
/// <param name="EastKm">Kilometres east of the centre.</param>
/// <param name="NorthKm">Kilometres north of the centre.</param>
/// <param name="Elevation">Metres above sea level.</param>
/// <param name="Value">In comparable terms.</param>
/// <param name="Votes">Whether it speaks about others; false for a second device at one place and for an impossible value, which are only judged.</param>
internal readonly record struct Site(double EastKm, double NorthKm, double Elevation, double Value, bool Votes)
{
    public double SquaredDistanceKmTo(in Site other)
    {
        var east = EastKm - other.EastKm;
        var north = NorthKm - other.NorthKm;
        return (east * east) + (north * north);
    }
}

/// <summary>What the other sites say of one.</summary>
/// <param name="Value">Expected value; NaN when too few others vote.</param>
/// <param name="Deviation">Standard deviation of the difference between measured and expected.</param>
internal readonly record struct Expectation(double Value, double Deviation)
{
    public static readonly Expectation None = new(double.NaN, double.NaN);

    public bool IsKnown => !double.IsNaN(Value);
}
