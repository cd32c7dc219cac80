using System.Runtime.InteropServices;
using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Chooses the stations around a cell that speak about it: those nearest to any of its own, of known signers first for three quarters of the seats, so
/// that a crowd of made-up stations does not push them out. Not safe for concurrent use.
/// </summary>
internal sealed class CellHalo
{
    /// <summary>Of the seats so many in four are for known signers first.</summary>
    private const int KnownSeatsOfFour = 3;

    /// <summary>
    /// The distance to the cell's box chooses so many for each seat, the distance to its stations among them: exact distances to all stations cost more
    /// than the factorisation.
    /// </summary>
    private const int CandidatesForASeat = 4;

    private readonly List<(double Distance, SeriesTrack Track)> _known = [];
    private readonly List<(double Distance, SeriesTrack Track)> _strangers = [];
    private readonly List<SeriesTrack> _chosen = [];

    /// <summary>The halo of <paramref name="core"/>, at most <paramref name="seats"/> stations within the radius of one of its stations.</summary>
    public List<SeriesTrack> Choose(
        ReadOnlySpan<SeriesTrack> core, SeriesTrack[] all, HashSet<SeriesTrack> votes, in LocalPlane plane, double radiusKm, int seats)
    {
        _known.Clear();
        _strangers.Clear();
        _chosen.Clear();
        if (seats <= 0)
        {
            return _chosen;
        }

        var places = new (double EastKm, double NorthKm)[core.Length];
        var inCore = new HashSet<SeriesTrack>(core.Length);
        for (var i = 0; i < core.Length; i++)
        {
            places[i] = plane.Project(core[i].Position);
            inCore.Add(core[i]);
        }

        var box = PlaneBox.Around(places);
        foreach (var other in all)
        {
            var distance = box.SquaredDistanceKmTo(plane.Project(other.Position));
            if (distance <= radiusKm * radiusKm && votes.Contains(other) && !inCore.Contains(other))
            {
                (other.IsStranger ? _strangers : _known).Add((distance, other));
            }
        }

        Refine(_known, places, plane, radiusKm, seats);
        Refine(_strangers, places, plane, radiusKm, seats);
        Seat(seats);
        return _chosen;
    }

    private static void Refine(
        List<(double Distance, SeriesTrack Track)> found, (double EastKm, double NorthKm)[] places, in LocalPlane plane, double radiusKm, int seats)
    {
        if (found.Count > seats * CandidatesForASeat)
        {
            // In place: with thousands of stations these lists are large objects, and one is made for every cell of every window.
            CollectionsMarshal.AsSpan(found).Sort(static (a, b) => a.Distance.CompareTo(b.Distance));
            found.RemoveRange(seats * CandidatesForASeat, found.Count - (seats * CandidatesForASeat));
        }

        for (var i = found.Count - 1; i >= 0; i--)
        {
            var (east, north) = plane.Project(found[i].Track.Position);
            var nearest = double.MaxValue;
            foreach (var place in places)
            {
                nearest = Math.Min(nearest, ((east - place.EastKm) * (east - place.EastKm)) + ((north - place.NorthKm) * (north - place.NorthKm)));
            }

            // Beyond the radius it stays last, where no seat reaches it.
            found[i] = (nearest <= radiusKm * radiusKm ? nearest : double.PositiveInfinity, found[i].Track);
        }

        found.RemoveAll(candidate => double.IsPositiveInfinity(candidate.Distance));
        found.Sort(static (a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance)
            : string.CompareOrdinal(a.Track.Key.Station.DeviceId, b.Track.Key.Station.DeviceId));
    }

    /// <summary>Known ones up to their reserved seats, then whoever is nearest.</summary>
    private void Seat(int seats)
    {
        var known = 0;
        for (var reserved = seats * KnownSeatsOfFour / 4; known < Math.Min(reserved, _known.Count); known++)
        {
            _chosen.Add(_known[known].Track);
        }

        for (var stranger = 0; _chosen.Count < seats && (known < _known.Count || stranger < _strangers.Count);)
        {
            var takesKnown = stranger >= _strangers.Count || (known < _known.Count && _known[known].Distance <= _strangers[stranger].Distance);
            _chosen.Add(takesKnown ? _known[known++].Track : _strangers[stranger++].Track);
        }
    }
}
