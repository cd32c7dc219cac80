using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// The weak comparison for wind speed and rain, which differ too much over short distances for more: zero while nearly all
/// neighbours have plenty, and more than three times the highest neighbour.
/// </summary>
internal static class EventComparison
{
    /// <summary>"More than three times the neighbours" (VALIDATION, section 3 item 5).</summary>
    public const double Factor = 3;

    /// <summary>Unlikely, but a sheltered garden or a single shower does it.</summary>
    public const double SuspectScore = 0.4;

    public static ValidatorResult Assess(Observation observation, List<Neighbour> neighbours, double floor)
    {
        Span<double> values = stackalloc double[neighbours.Count];
        var farthestKm = 0.0;
        for (var i = 0; i < neighbours.Count; i++)
        {
            values[i] = neighbours[i].Value;
            farthestKm = Math.Max(farthestKm, neighbours[i].DistanceKm);
        }

        values.Sort();
        var lowTenth = values[values.Length / 10];
        var highest = values[^1];
        var circle = $"{values.Length} neighbours within {ReasonText.Distance(farthestKm)}";
        if (observation.Value == 0 && lowTenth >= floor)
        {
            return new ValidatorResult(SuspectScore, $"zero while {circle} have at least {ReasonText.Amount(lowTenth, observation.Series.Unit)}");
        }

        return observation.Value > Factor * Math.Max(highest, floor)
            ? new ValidatorResult(SuspectScore, $"more than three times the highest of {circle} ({ReasonText.Amount(highest, observation.Series.Unit)})")
            : new ValidatorResult(1);
    }
}
