using Stratum.Core;

namespace Stratum.Validation;

/// <summary>Whether a series stays within less than a working sensor's noise for too long.</summary>
internal static class StuckTest
{
    /// <summary>Fewer samples in the window prove nothing (VALIDATION, section 3 item 3).</summary>
    public const int FewestSamples = 4;

    /// <summary>
    /// The registry's window is for one-minute data of synoptic stations; fog and snow hold a garden sensor of 0.1 degC resolution still for
    /// an hour, so four windows are waited for before a sensor is called stuck without asking its neighbours.
    /// </summary>
    public const int Windows = 4;

    /// <summary>
    /// A cellar, a freezer or a pool keeps its temperature for a day, and a purifier the air at zero: only what stands still for nearly as long as the
    /// past is known (48 h) is called stuck there.
    /// </summary>
    public const long ShelteredSeconds = 46 * 3600;

    /// <summary>How long the series has stood still in seconds; null when it has not, or too little is known to say so.</summary>
    public static long? StoodStillSeconds(Observation observation, IValidationContext context)
    {
        if (context.Quantity is not { Persistence: { } limit, Circular: false } || !Applies(limit.OnlyIf, observation.Value))
        {
            return null;
        }

        var isSheltered = observation.Series.Deployment != Deployment.Outdoor;
        if (isSheltered && Math.Abs(observation.Value) < limit.MinRange)
        {
            return null;
        }

        double lowest = observation.Value, highest = observation.Value;
        var samples = 1;
        var since = observation.Timestamp;
        for (var i = context.History.Count - 1; i >= 0; i--)
        {
            var point = context.History[i];
            lowest = Math.Min(lowest, point.Value);
            highest = Math.Max(highest, point.Value);
            if (highest - lowest >= limit.MinRange || !Applies(limit.OnlyIf, point.Value))
            {
                break;
            }

            since = point.Timestamp;
            samples++;
        }

        var stood = observation.Timestamp - since;
        var longest = limit.WindowMinutes * 60L * Windows;
        return samples >= FewestSamples && stood >= (isSheltered ? Math.Max(longest, ShelteredSeconds) : longest) ? stood : null;
    }

    /// <summary>The registry's conditions on the value: "value&lt;95" (saturated air stays saturated) and "mean&gt;0.1" (calm stays calm).</summary>
    public static bool Applies(string? condition, double value) => condition switch
    {
        null => true,
        "value<95" => value < 95,
        "mean>0.1" => value > 0.1,
        _ => false,
    };
}
