using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Optical particle counters take droplets for particles: above 80 % humidity they read too high, by factors near saturation (Crilley et al. 2018,
/// doi:10.5194/amt-11-709-2018). The value is not wrong, it says less: its confidence falls, but never so far that it is suspect for this alone.
/// </summary>
internal static class HumidParticles
{
    private const double HumidFrom = 80;

    private const double Saturated = 100;

    /// <summary>At saturation: never below what a value has that nobody was compared with, so that /now goes on listening in fog.</summary>
    private const double ScoreAtSaturation = 0.8;

    /// <summary>The score and the reason; null when the observation is no particle count or the air is not known to be humid.</summary>
    public static (double Score, string Reason)? Find(Observation observation, ILatestObservations latest)
    {
        if (observation.Series.ReadingType is not ("pm1" or "pm2_5" or "pm4" or "pm10")
            || CrossQuantityRules.Companion(latest.LatestOf(observation.Series.Station), "humidity", observation) is not { } humidity
            || humidity.Observation.Observation.Value is not (> HumidFrom and var percent))
        {
            return null;
        }

        var part = Math.Min(1, (percent - HumidFrom) / (Saturated - HumidFrom));
        return (double.Lerp(1, ScoreAtSaturation, part), $"humidity {ReasonText.Number(percent)} %: particle counters read too high in damp air");
    }
}
