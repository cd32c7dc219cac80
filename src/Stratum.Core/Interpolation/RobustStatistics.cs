namespace Stratum.Core;

/// <summary>Median and median absolute deviation: half the values may be wrong without moving them far (Hampel 1974).</summary>
public static class RobustStatistics
{
    /// <summary>Makes the MAD of normal values their standard deviation: 1 / Phi^-1(3/4).</summary>
    public const double MadToDeviation = 1.4826;

    /// <summary>The median; sorts <paramref name="values"/>, which must not be empty.</summary>
    public static double Median(Span<double> values)
    {
        values.Sort();
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] * 0.5) + (values[middle] * 0.5);
    }

    /// <summary>1.4826 times the median distance from <paramref name="centre"/>; overwrites <paramref name="values"/>.</summary>
    public static double Scale(Span<double> values, double centre)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Abs(values[i] - centre);
        }

        return MadToDeviation * Median(values);
    }

    /// <summary>The probability that a value at <paramref name="z"/> scales is right: a logistic that is 1/2 at <paramref name="half"/>.</summary>
    /// <param name="z">Distance in scales, not negative.</param>
    /// <param name="half">Where right and wrong are equally likely.</param>
    /// <param name="steepness">Slope, per scale: 3.2 takes the logistic from 0.98 to 0.02 over 2.5 scales.</param>
    public static double ProbabilityRight(double z, double half, double steepness) =>
        double.IsNaN(z) ? 0 : 1 / (1 + Math.Exp(Math.Min(700, steepness * (z - half))));
}
