using System.Buffers;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>Estimates the current value of each quantity at a place from the newest observations around it.</summary>
internal sealed class CurrentConditions(ApiServices services, NowRequest request)
{
    // Clocks of honest stations are off by seconds to minutes; what claims to be further ahead would stay "newest" for ever.
    private const long MaxAheadSeconds = 300;

    // The store knows neither age nor confidence: ask for more than k, and for more again while the answer was cut off.
    private const int FirstFactor = 8;
    private const int NextFactor = 8;

    private readonly long _now = services.Time.GetUtcNow().ToUnixTimeSeconds();

    public long Now => _now;

    public List<CurrentValue> Read()
    {
        var limit = Math.Min(request.Contributors * FirstFactor, services.Options.MaxNearbyStations);
        while (true)
        {
            var byQuantity = Candidates(limit, out var mustAskForMore);
            if (mustAskForMore && limit < services.Options.MaxNearbyStations)
            {
                limit = Math.Min(limit * NextFactor, services.Options.MaxNearbyStations);
                continue;
            }

            var values = new List<CurrentValue>(byQuantity.Count);
            foreach (var (readingType, candidates) in byQuantity)
            {
                if (candidates.Count > 0)
                {
                    values.Add(Estimate(readingType, candidates));
                }
            }

            return values;
        }
    }

    // By reading type, nearest first, one for each station, all in one unit.
    private SortedDictionary<string, List<Contributor>> Candidates(int limit, out bool mustAskForMore)
    {
        var found = new SortedDictionary<string, List<Contributor>>(StringComparer.Ordinal);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var nearby in services.Standing.LatestNear(request.Point, request.RadiusKm, request.ReadingType, limit, request.Deployment))
        {
            var readingType = nearby.Observation.Series.ReadingType;
            seen[readingType] = seen.GetValueOrDefault(readingType) + 1;
            if (!found.TryGetValue(readingType, out var candidates))
            {
                candidates = [];
                found.Add(readingType, candidates);
            }

            var age = _now - nearby.Observation.Timestamp;
            if (age > request.MaxAgeSeconds || age < -MaxAheadSeconds || nearby.Observation.Assessment.Confidence < request.MinConfidence)
            {
                continue;
            }

            AddOnePerStation(candidates, nearby);
        }

        mustAskForMore = false;
        foreach (var (readingType, count) in seen)
        {
            mustAskForMore |= count >= limit && found[readingType].Count < request.Contributors;
        }

        return found;
    }

    private void AddOnePerStation(List<Contributor> candidates, NearbyObservation nearby)
    {
        var series = nearby.Observation.Series;
        var unit = QuantityRegistry.Default.Find(series.ReadingType)?.Unit ?? (candidates.Count > 0 ? candidates[0].Observation.Series.Unit : series.Unit);
        if (series.Unit != unit)
        {
            return;
        }

        var contributor = new Contributor(nearby, services.Trust.StandingOf(series.Signer));
        var same = candidates.FindIndex(other => other.Observation.Series.Station == series.Station);
        if (same < 0)
        {
            candidates.Add(contributor);
        }
        else if (candidates[same].Observation.Timestamp < nearby.Observation.Timestamp)
        {
            candidates.RemoveAt(same);
            candidates.Add(contributor);
        }
    }

    private CurrentValue Estimate(string readingType, List<Contributor> candidates)
    {
        var quantity = QuantityRegistry.Default.Find(readingType);
        var unit = candidates[0].Observation.Series.Unit;
        if (InterpolationRules.IsInterpolated(quantity))
        {
            var chosen = ContributorWeights.Choose([.. candidates], request.Contributors);
            if (request.IsOptimal && OptimalEstimate.Of(chosen, request, quantity!) is { } optimal)
            {
                return new CurrentValue(readingType, unit, optimal, "oi", chosen);
            }

            if (Interpolate(chosen, quantity!) is { } estimate)
            {
                return new CurrentValue(readingType, unit, estimate, "idw", chosen);
            }
        }

        var nearest = Nearest(candidates);
        nearest.Weight = 1;
        return new CurrentValue(readingType, unit, new InterpolatedValue(nearest.Value, null), "nearest", [nearest]);
    }

    // A station whose signer the operator knows, if there is one, before a nearer one that anybody could have made up.
    private static Contributor Nearest(List<Contributor> candidates)
    {
        candidates.Sort((left, right) => left.IsUnknown != right.IsUnknown
            ? left.IsUnknown.CompareTo(right.IsUnknown)
            : left.DistanceKm.CompareTo(right.DistanceKm));
        return candidates[0];
    }

    private InterpolatedValue? Interpolate(List<Contributor> chosen, Quantity quantity)
    {
        var values = ArrayPool<double>.Shared.Rent(chosen.Count);
        var weights = ArrayPool<double>.Shared.Rent(chosen.Count);
        for (var i = 0; i < chosen.Count; i++)
        {
            values[i] = InverseDistanceWeighting.AtHeight(
                chosen[i].Value, chosen[i].Observation.Observation.Observation.Altitude, request.Altitude, quantity.Spatial!.LapsePerMetre);
            weights[i] = chosen[i].Weight;
        }

        var estimate = quantity.Circular
            ? InverseDistanceWeighting.CircularMean(values.AsSpan(0, chosen.Count), weights.AsSpan(0, chosen.Count))
            : InverseDistanceWeighting.Mean(values.AsSpan(0, chosen.Count), weights.AsSpan(0, chosen.Count));
        ArrayPool<double>.Shared.Return(values);
        ArrayPool<double>.Shared.Return(weights);
        return estimate;
    }
}
