namespace Stratum.Core;

/// <summary>What the other sites say of one.</summary>
/// <param name="Value">Expected value; NaN when too few others vote.</param>
/// <param name="Deviation">Standard deviation of the difference between measured and expected.</param>
public readonly record struct Expectation(double Value, double Deviation)
{
    /// <summary>Nothing is known.</summary>
    public static readonly Expectation None = new(double.NaN, double.NaN);

    /// <summary>Whether enough others voted.</summary>
    public bool IsKnown => !double.IsNaN(Value);
}
