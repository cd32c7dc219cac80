using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>How well /now would have told each station's value from the others: mean absolute leave-one-out errors of its methods.</summary>
internal static class InterpolationErrors
{
    private const int NearestForDistance = 8;
    private const int NearestForOptimal = 40;

    /// <summary>Prints the errors over the instants that are given, each a list of observations of one quantity.</summary>
    public static void Print(IEnumerable<IReadOnlyList<Observation>> instants)
    {
        var rule = QuantityRegistry.Default.Find("temperature")!.Spatial!;
        double plain = 0, high = 0, optimal = 0, optimalSquare = 0, claimedSquare = 0;
        var count = 0;
        foreach (var instant in instants)
        {
            for (var i = 0; i < instant.Count; i++)
            {
                var own = instant[i];
                var others = Nearest(instant, i);
                if (others.Count < LeaveOneOut.FewestVotes)
                {
                    continue;
                }

                count++;
                plain += Math.Abs(own.Value - ByDistance(own, others, 0));
                high += Math.Abs(own.Value - ByDistance(own, others, rule.LapsePerMetre));
                var estimate = Optimal(own, others, rule)!.Value;
                optimal += Math.Abs(own.Value - estimate.Value);
                optimalSquare += Math.Pow(own.Value - estimate.Value, 2);
                claimedSquare += Math.Pow(estimate.Uncertainty!.Value, 2);
            }
        }

        var (actual, claimed) = (Math.Sqrt(optimalSquare / count), Math.Sqrt(claimedSquare / count));
        Console.WriteLine($"   leave-one-out error of /now over {count} values, mean absolute, degC: idw {plain / count:0.00}, "
            + $"idw at the station's height {high / count:0.00}, oi {optimal / count:0.00} (root mean square {actual:0.00}, as it claims {claimed:0.00})");
    }

    private static List<Observation> Nearest(IReadOnlyList<Observation> instant, int self) =>
        [.. Enumerable.Range(0, instant.Count).Where(i => i != self).Select(i => instant[i])
            .OrderBy(other => other.Position!.Value.DistanceKmTo(instant[self].Position!.Value)).Take(NearestForOptimal)];

    private static double ByDistance(Observation own, List<Observation> others, double lapsePerMetre)
    {
        var nearest = others.Take(NearestForDistance).ToArray();
        var values = nearest.Select(other => InverseDistanceWeighting.AtHeight(other.Value, other.Altitude, own.Altitude, lapsePerMetre)).ToArray();
        var weights = nearest.Select(other => InverseDistanceWeighting.Weight(other.Position!.Value.DistanceKmTo(own.Position!.Value), 1)).ToArray();
        return InverseDistanceWeighting.Mean(values, weights)!.Value.Value;
    }

    private static InterpolatedValue? Optimal(Observation own, List<Observation> others, SpatialRule rule)
    {
        var plane = new LocalPlane(own.Position!.Value);
        var sites = others.ConvertAll(other =>
        {
            var (east, north) = plane.Project(other.Position!.Value);
            return new Site(east, north, other.Altitude ?? 0, other.Value, Votes: true);
        });
        var target = new Site(0, 0, own.Altitude ?? 0, 0, Votes: false);
        return OptimalInterpolation.Estimate(
            sites.ToArray(), target, new InterpolationRule(rule.LapsePerMetre, rule.ScaleFloor), new double[sites.Count]);
    }
}
