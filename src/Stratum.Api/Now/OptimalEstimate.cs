using Stratum.Core;

namespace Stratum.Api;

/// <summary>A value of /now by optimal interpolation.</summary>
internal static class OptimalEstimate
{
    /// <summary>
    /// The estimate, with the contributors' weights set to what each counts; null when too few known places speak, or when the quantity is one whose
    /// values do not add: the caller then weighs by distance.
    /// </summary>
    public static InterpolatedValue? Of(List<Contributor> chosen, NowRequest request, Quantity quantity)
    {
        var rule = quantity.Spatial!;
        var isLogarithmic = rule.Mode == "log(x+1)";
        if (!isLogarithmic && rule.Mode != "additive")
        {
            return null;
        }

        var places = Places(chosen);
        if (places.Count < LeaveOneOut.FewestVotes)
        {
            return null;
        }

        var plane = new LocalPlane(request.Point);
        var height = request.Altitude ?? MeanAltitude(chosen);
        var sites = new Site[places.Count];
        for (var i = 0; i < sites.Length; i++)
        {
            var (east, north) = plane.Project(places[i].Position);
            var value = isLogarithmic ? Math.Log(Math.Max(0, places[i].Value) + 1) : places[i].Value;
            sites[i] = new Site(east, north, AltitudeOf(places[i]) ?? height, value, Votes: true);
        }

        var weights = new double[sites.Length];
        if (OptimalInterpolation.Estimate(sites, new Site(0, 0, height, 0, Votes: false), new InterpolationRule(rule.LapsePerMetre, rule.ScaleFloor), weights)
            is not { } estimate)
        {
            return null;
        }

        chosen.Clear();
        chosen.AddRange(places);
        for (var i = 0; i < weights.Length; i++)
        {
            places[i].Weight = weights[i];
        }

        return isLogarithmic ? FromLogarithm(estimate) : estimate;
    }

    /// <summary>
    /// One contributor for each place, nearest first. With known signers among them strangers do not take part: near ones would carry most of an optimal
    /// estimate, however few they are.
    /// </summary>
    private static List<Contributor> Places(List<Contributor> chosen)
    {
        var anyKnown = chosen.Exists(contributor => !contributor.IsUnknown);
        var places = new List<Contributor>();
        foreach (var contributor in chosen)
        {
            if ((!anyKnown || !contributor.IsUnknown)
                && !places.Exists(place => place.Position.DistanceKmTo(contributor.Position) <= ContributorWeights.PlaceKm))
            {
                places.Add(contributor);
            }
        }

        return places;
    }

    // By the weights of the distances, since nothing else is known of the place.
    private static double MeanAltitude(List<Contributor> chosen)
    {
        double sum = 0, total = 0;
        foreach (var contributor in chosen)
        {
            if (AltitudeOf(contributor) is { } altitude)
            {
                sum += contributor.Weight * altitude;
                total += contributor.Weight;
            }
        }

        return total > 0 ? sum / total : 0;
    }

    private static double? AltitudeOf(Contributor contributor) => Altitudes.Credible(contributor.Observation.Observation.Observation.Altitude);

    // The deviation of a logarithm is a share of the value, to first order.
    private static InterpolatedValue FromLogarithm(InterpolatedValue estimate)
    {
        var value = Math.Exp(estimate.Value);
        return new InterpolatedValue(Math.Max(0, value - 1), estimate.Uncertainty * value);
    }
}
