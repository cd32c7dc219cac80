namespace Stratum.Core;

/// <summary>
/// Inverse distance weighting (Shepard 1968, "A two-dimensional interpolation function for irregularly-spaced data"): each
/// sample counts with one over its squared distance, times how far it is believed.
/// </summary>
public static class InverseDistanceWeighting
{
    /// <summary>
    /// Nearer samples count as if they were this far away: 50 m. Positions are not better known than that, and without a
    /// floor one sensor at the asked place would have infinite weight.
    /// </summary>
    public const double MinDistanceKm = 0.05;

    // Unit vectors that nearly cancel have no direction: with two samples this is a residue of rounding, not of wind.
    private const double MinResultant = 1e-6;

    /// <summary>The weight of a sample, not normalised.</summary>
    /// <param name="distanceKm">Distance to the asked place.</param>
    /// <param name="confidence">0..1.</param>
    public static double Weight(double distanceKm, double confidence)
    {
        var distance = Math.Max(distanceKm, MinDistanceKm);
        return confidence / (distance * distance);
    }

    /// <summary>
    /// A value as it would be at another height, by the quantity's change with height; as it is when a height is not known. Without this a valley
    /// takes its temperature from the peaks around it.
    /// </summary>
    /// <param name="value">At the station.</param>
    /// <param name="altitude">Of the station in metres; null when unknown.</param>
    /// <param name="targetAltitude">Of the asked place in metres; null when unknown.</param>
    /// <param name="lapsePerMetre">Change with height; 0 when the quantity has none.</param>
    public static double AtHeight(double value, double? altitude, double? targetAltitude, double lapsePerMetre) =>
        Altitudes.Credible(altitude) is { } from && Altitudes.Credible(targetAltitude) is { } to ? value + (lapsePerMetre * (to - from)) : value;

    /// <summary>The weighted mean; null when no weight is positive.</summary>
    public static InterpolatedValue? Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        double sum = 0, total = 0, spread = 0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i] * weights[i];
            total += weights[i];
        }

        if (total <= 0)
        {
            return null;
        }

        var mean = sum / total;
        for (var i = 0; i < values.Length; i++)
        {
            spread += weights[i] * (values[i] - mean) * (values[i] - mean);
        }

        return new InterpolatedValue(mean, values.Length < 2 ? null : Math.Sqrt(spread / total));
    }

    /// <summary>
    /// The weighted mean of directions in degrees, taken over unit vectors, so that 359 and 1 give 0; the uncertainty is the
    /// circular standard deviation (Mardia and Jupp 2000, section 2.3.4). Null when the directions cancel out.
    /// </summary>
    public static InterpolatedValue? CircularMean(ReadOnlySpan<double> degrees, ReadOnlySpan<double> weights)
    {
        double east = 0, north = 0, total = 0;
        for (var i = 0; i < degrees.Length; i++)
        {
            var (sin, cos) = Math.SinCos(double.DegreesToRadians(degrees[i]));
            east += weights[i] * sin;
            north += weights[i] * cos;
            total += weights[i];
        }

        var resultant = total > 0 ? Math.Sqrt((east * east) + (north * north)) / total : 0;
        if (resultant < MinResultant)
        {
            return null;
        }

        var direction = double.RadiansToDegrees(Math.Atan2(east, north));
        var deviation = double.RadiansToDegrees(Math.Sqrt(Math.Max(0, -2 * Math.Log(Math.Min(1, resultant)))));
        return new InterpolatedValue(direction < 0 ? direction + 360 : direction, degrees.Length < 2 ? null : deviation);
    }
}
