using System.Runtime.InteropServices;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>
/// Who counts how much. Inverse distance weighting gives whoever stands nearest, and whoever comes in numbers, the say; both
/// are free to anyone who makes up keys and positions. So: at a place where the operator knows a signer, unknown ones do not
/// count; those who share a place share its weight, first by key, then by device; and all unknown signers together have at
/// most a quarter of the weight as soon as a known one takes part.
/// </summary>
internal static class ContributorWeights
{
    /// <summary>Most of the weight that unknown signers have together beside a known one (VALIDATION, section 3.2).</summary>
    public const double UnknownShareMax = 0.25;

    /// <summary>Stations nearer to each other than this are at one place (VALIDATION, section 3.2).</summary>
    public const double PlaceKm = 0.1;

    /// <summary>Chooses at most <paramref name="most"/> of the candidates, which stand nearest first, and weighs them; the weights sum to 1.</summary>
    public static List<Contributor> Choose(List<Contributor> candidates, int most)
    {
        candidates.RemoveAll(candidate => candidate.IsUnknown && candidates.Exists(other => !other.IsUnknown && AreAtOnePlace(candidate, other)));
        var chosen = Nearest(candidates, most);
        foreach (var contributor in chosen)
        {
            contributor.Weight = InverseDistanceWeighting.Weight(contributor.DistanceKm, contributor.Observation.Assessment.Confidence)
                / SharersOf(contributor, chosen);
        }

        CapUnknown(chosen);
        Normalise(chosen);
        return chosen;
    }

    // Known signers first, but for a quarter of the seats: otherwise a crowd of made-up stations pushes the known ones out of the nearest k.
    private static List<Contributor> Nearest(List<Contributor> candidates, int most)
    {
        var known = candidates.FindAll(candidate => !candidate.IsUnknown);
        var unknown = candidates.FindAll(candidate => candidate.IsUnknown);
        var unknownSeats = known.Count == 0 ? most : Math.Max(most / 4, most - known.Count);
        var chosen = unknown.GetRange(0, Math.Min(unknown.Count, unknownSeats));
        chosen.AddRange(CollectionsMarshal.AsSpan(known)[..Math.Min(known.Count, most - chosen.Count)]);
        chosen.Sort((left, right) => left.DistanceKm.CompareTo(right.DistanceKm));
        return chosen;
    }

    // The keys at the place, times the devices of this key there.
    private static int SharersOf(Contributor contributor, List<Contributor> all)
    {
        var keys = new HashSet<NodeId>();
        var devices = 0;
        foreach (var other in all)
        {
            if (AreAtOnePlace(contributor, other))
            {
                var signer = other.Observation.Series.Signer;
                keys.Add(signer);
                devices += signer == contributor.Observation.Series.Signer ? 1 : 0;
            }
        }

        return Math.Max(1, keys.Count) * Math.Max(1, devices);
    }

    private static void CapUnknown(List<Contributor> chosen)
    {
        double known = 0, unknown = 0;
        foreach (var contributor in chosen)
        {
            known += contributor.IsUnknown ? 0 : contributor.Weight;
            unknown += contributor.IsUnknown ? contributor.Weight : 0;
        }

        var allowed = known * UnknownShareMax / (1 - UnknownShareMax);
        if (known <= 0 || unknown <= allowed)
        {
            return;
        }

        foreach (var contributor in chosen)
        {
            contributor.Weight *= contributor.IsUnknown ? allowed / unknown : 1;
        }
    }

    private static void Normalise(List<Contributor> chosen)
    {
        double total = 0;
        foreach (var contributor in chosen)
        {
            total += contributor.Weight;
        }

        foreach (var contributor in chosen)
        {
            contributor.Weight = total > 0 ? contributor.Weight / total : 0;
        }
    }

    private static bool AreAtOnePlace(Contributor left, Contributor right) => left.Position.DistanceKmTo(right.Position) <= PlaceKm;
}
