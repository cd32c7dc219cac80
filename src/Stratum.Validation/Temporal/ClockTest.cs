using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Whether a series follows its neighbours hours late: its last day fits what was expected two to four hours before far better than what was
/// expected at the time. A wall or a balcony delays by an hour, so one hour is no fault.
/// </summary>
internal static class ClockTest
{
    private const int WindowHours = 24;

    private const int FewestHours = 10;

    private const int LeastLagHours = 2;

    private const int MostLagHours = 4;

    /// <summary>The shifted misfit must be below this share of the unshifted.</summary>
    private const double Gain = 0.5;

    /// <summary>The unshifted misfit must be above this many scale floors: a quiet day says nothing about clocks.</summary>
    private const double LeastMisfit = 0.8;

    /// <summary>The shifted misfit must be below this many scale floors: it must fit, not only fit better.</summary>
    private const double MostShiftedMisfit = 1.1;

    /// <summary>
    /// A late clock makes a value wrong only as far as the neighbours moved in the meantime: below this many scale floors it is as good as any.
    /// </summary>
    private const double LeastError = 1;

    /// <summary>And the value must be off by this many scale floors to the side that the lag explains.</summary>
    private const double SeenError = 0.7;

    /// <summary>The lag in hours when it makes the value wrong, or 0 when it does not.</summary>
    public static int HarmfulLagHours(ResidualHistory history, long hour, double value, double expected, double scaleFloor)
    {
        var lag = LagHours(history, hour, value, expected, scaleFloor);
        var moved = history.At(hour - lag).Expected - expected;
        return lag > 0 && Math.Abs(moved) >= LeastError * scaleFloor && (value - expected) * Math.Sign(moved) >= SeenError * scaleFloor ? lag : 0;
    }

    /// <summary>The lag in hours, or 0 when the clock seems right or too little is known.</summary>
    public static int LagHours(ResidualHistory history, long hour, double value, double expected, double scaleFloor)
    {
        if (Misfit(history, hour, value, expected, 0) is not { } unshifted || unshifted <= LeastMisfit * scaleFloor)
        {
            return 0;
        }

        var best = 0;
        var least = Math.Min(Gain * unshifted, MostShiftedMisfit * scaleFloor);
        for (var lag = 1; lag <= MostLagHours; lag++)
        {
            if (Misfit(history, hour, value, expected, lag) is { } shifted && shifted < least)
            {
                (least, best) = (shifted, lag);
            }
        }

        return best >= LeastLagHours ? best : 0;
    }

    /// <summary>Mean distance from the median difference between values and the expectation so many hours before.</summary>
    private static double? Misfit(ResidualHistory history, long hour, double value, double expected, int lag)
    {
        Span<double> differences = stackalloc double[WindowHours];
        var count = 0;
        for (var past = hour; past > hour - WindowHours; past--)
        {
            var own = past == hour ? value : history.At(past).Value;
            var then = past - lag == hour ? expected : history.At(past - lag).Expected;
            if (!double.IsNaN(own - then))
            {
                differences[count++] = own - then;
            }
        }

        if (count < FewestHours)
        {
            return null;
        }

        differences = differences[..count];
        var median = RobustStatistics.Median(differences);
        var sum = 0.0;
        foreach (var difference in differences)
        {
            sum += Math.Abs(difference - median);
        }

        return sum / count;
    }
}
