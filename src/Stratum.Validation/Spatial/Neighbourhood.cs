using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// The neighbours that may speak about an observation: outdoors, same quantity and unit, within ten minutes, never the device itself, one for
/// each device and one for each cell of 100 m, so that a crowd of keys at one place has one voice.
/// </summary>
internal static class Neighbourhood
{
    /// <summary>Fewer than this say nothing reliable: with four, two wrong ones win (VALIDATION, section 3 item 2).</summary>
    public const int Fewest = LeaveOneOut.FewestVotes;

    /// <summary>Many neighbours beat near ones (15 nearest cost 0.05 F1), but each costs time; VALIDATION asks for at least 40.</summary>
    public const int Most = 50;

    /// <summary>Readings further apart in time are not compared.</summary>
    public const long WindowSeconds = 600;

    /// <summary>Radius for a quantity whose rule names none: the middle one of temperature.</summary>
    public const double DefaultRadiusKm = 30;

    /// <summary>Asked for more than are used, because some share a device or a cell.</summary>
    private const int Asked = 2 * Most;

    private const double CellKm = 0.1;

    private const double KmPerDegree = 111.195;

    /// <summary>The neighbours, nearest first, within the largest radius of the rule; beside enough known ones strangers are a quarter at most.</summary>
    public static List<Neighbour> Of(
        Observation observation, GeoPoint position, Quantity quantity, ComparisonMode mode, ILatestObservations latest, ISignerTrust trust)
    {
        var found = latest.LatestNear(position, LargestKm(quantity.Spatial!), observation.Series.ReadingType, Asked, Deployment.Outdoor);
        var devices = new HashSet<string>(StringComparer.Ordinal) { observation.Series.DeviceId };
        var cells = new HashSet<(long, long)>();
        var neighbours = new List<Neighbour>(Math.Min(found.Count, Most));
        foreach (var candidate in found)
        {
            var other = candidate.Observation.Observation.Observation;
            if (neighbours.Count >= Most)
            {
                break;
            }

            if (other.Series.Unit == observation.Series.Unit
                && Math.Abs(other.Timestamp - observation.Timestamp) <= WindowSeconds
                && quantity.Hard?.Contains(other.Value) != false
                && other.Position is { } place
                && Comparable(other, mode, latest) is { } value
                && devices.Add(other.Series.DeviceId)
                && cells.Add(CellOf(place)))
            {
                neighbours.Add(new Neighbour(other, value, candidate.DistanceKm, trust.StandingOf(other.Series.Signer) == SignerStanding.Unknown));
            }
        }

        LimitStrangers(neighbours);
        return neighbours;
    }

    /// <summary>How many of them have a signer that the operator knows.</summary>
    public static int Known(List<Neighbour> neighbours)
    {
        var known = 0;
        foreach (var neighbour in neighbours)
        {
            known += neighbour.IsStranger ? 0 : 1;
        }

        return known;
    }

    private static void LimitStrangers(List<Neighbour> neighbours)
    {
        var known = Known(neighbours);
        if (known >= Fewest)
        {
            var seats = (int)(known * StrangerCap.ShareMax / (1 - StrangerCap.ShareMax));
            neighbours.RemoveAll(neighbour => neighbour.IsStranger && --seats < 0);
        }
    }

    /// <summary>How far neighbours are looked for.</summary>
    public static double LargestKm(SpatialRule rule) => rule.RadiusKm.Count > 0 ? rule.RadiusKm[^1] : DefaultRadiusKm;

    private static double? Comparable(Observation other, ComparisonMode mode, ILatestObservations latest) => mode == ComparisonMode.Circular
        ? other.Value
        : ComparableValue.Of(other, mode, latest) is { } value && double.IsFinite(value) ? value : null;

    /// <summary>The cell of 100 m that a place lies in.</summary>
    public static (long Row, long Column) CellOf(GeoPoint place)
    {
        var kmPerLongitude = KmPerDegree * Math.Max(0.001, Math.Cos(double.DegreesToRadians(place.Latitude)));
        return ((long)Math.Floor(place.Latitude * KmPerDegree / CellKm), (long)Math.Floor(place.Longitude * kmPerLongitude / CellKm));
    }
}
