using Stratum.Core;

namespace Stratum.Validation;

/// <summary>Compares wind directions as unit vectors weighted with wind speed: 359 and 1 degree are neighbours, calm has no direction.</summary>
internal static class CircularComparison
{
    /// <summary>Below this wind speed a vane shows where the wind last came from (registry note).</summary>
    public const double CalmBelow = 0.5;

    /// <summary>z at which right and wrong are equally likely (VALIDATION, section 3 item 4).</summary>
    private const double HalfAt = 2.75;

    /// <summary>Weight of a neighbour whose wind speed is not known: that of a light breeze, 2 m/s.</summary>
    private const double UnknownSpeed = 2;

    public static ValidatorResult Assess(Observation observation, List<Neighbour> neighbours, double floorDegrees, ILatestObservations latest)
    {
        if (SpeedOf(observation, latest) < CalmBelow)
        {
            return ValidatorResult.NotAssessed("spatial not assessed: no wind, so no direction");
        }

        double east = 0, north = 0, weights = 0, farthestKm = 0;
        var count = 0;
        foreach (var neighbour in neighbours)
        {
            var speed = SpeedOf(neighbour.Observation, latest) ?? UnknownSpeed;
            if (speed < CalmBelow)
            {
                continue;
            }

            var (sin, cos) = Math.SinCos(double.DegreesToRadians(neighbour.Value));
            east += speed * sin;
            north += speed * cos;
            weights += speed;
            farthestKm = Math.Max(farthestKm, neighbour.DistanceKm);
            count++;
        }

        if (count < Neighbourhood.Fewest)
        {
            return ValidatorResult.NotAssessed($"spatial not assessed: {count} neighbours with wind, {Neighbourhood.Fewest} needed");
        }

        var concentration = Math.Clamp(Math.Sqrt((east * east) + (north * north)) / weights, 1e-6, 1);
        var mean = double.RadiansToDegrees(Math.Atan2(east, north));
        var difference = Math.Abs(Difference(observation.Value, mean));
        var scale = Math.Max(floorDegrees, double.RadiansToDegrees(Math.Sqrt(-2 * Math.Log(concentration))));
        var score = RobustStatistics.ProbabilityRight(difference / scale, HalfAt, SpatialValidator.Steepness);
        var reason = score < SpatialValidator.ReasonBelow
            ? $"{ReasonText.Number(difference)} deg off {count} neighbours within {ReasonText.Distance(farthestKm)}"
            : null;
        return new ValidatorResult(score, reason);
    }

    /// <summary>The smaller turn from <paramref name="b"/> to <paramref name="a"/>, -180..180 degrees.</summary>
    public static double Difference(double a, double b)
    {
        var turn = (a - b + 540) % 360;
        return (turn < 0 ? turn + 360 : turn) - 180;
    }

    private static double? SpeedOf(Observation observation, ILatestObservations latest) =>
        CrossQuantityRules.Companion(latest.LatestOf(observation.Series.Station), "wind_speed", observation)?.Observation.Observation.Value;
}
