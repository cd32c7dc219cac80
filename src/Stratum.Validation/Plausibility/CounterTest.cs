using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Whether a counter (rain, lightning) can have counted so much since it was heard last. More than the records of the world is an error of
/// transmission: impossible, and never the value that the next one is compared with.
/// </summary>
internal static class CounterTest
{
    /// <summary>The limit that holds for an observation, or null when it is no counter or comes in another unit.</summary>
    public static CounterLimit? LimitOf(Observation observation, Quantity? quantity) =>
        quantity is { Counter: { } limit } && quantity.Unit == observation.Series.Unit ? limit : null;

    /// <summary>The step that the observation makes, taken into the track.</summary>
    public static CounterStep Take(SeriesTrack track, Observation observation, CounterLimit limit)
    {
        var counter = track.Counter;
        var step = counter.Take(observation.Timestamp, observation.Value, limit);
        track.Counter = counter;
        return step;
    }

    /// <summary>What plausibility says after the step: impossible, or what it said without.</summary>
    public static ValidatorResult Judge(in CounterStep step, Observation observation, CounterLimit limit, ValidatorResult otherwise)
    {
        if (step.Change != CounterChange.Implausible || otherwise.HardFail)
        {
            return otherwise;
        }

        var unit = observation.Series.Unit;
        var most = ReasonText.Amount(limit.MostIn(step.GapSeconds), unit);
        var reason = $"counted more than {most} in {ReasonText.Duration(step.GapSeconds)}, which is more than was ever measured";
        return new ValidatorResult(0, reason, HardFail: true);
    }

    /// <summary>
    /// The newest value in the store that the observation can be compared with: of its quantity and deployment, older, and not itself impossible.
    /// </summary>
    public static StoredObservation? Before(Observation observation, ILatestObservations latest)
    {
        foreach (var stored in latest.LatestOf(observation.Series.Station))
        {
            if (stored.Series.ReadingType == observation.Series.ReadingType && stored.Series.Deployment == observation.Series.Deployment
                && stored.Series.Unit == observation.Series.Unit)
            {
                return stored.Timestamp < observation.Timestamp && stored.Assessment.Flag != QualityFlag.Fail ? stored : null;
            }
        }

        return null;
    }
}
