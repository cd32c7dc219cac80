using Stratum.Core;

namespace Stratum.Storage;

/// <summary>One search for the nearest: where, how far, and the best so far.</summary>
internal sealed class GeoSearch
{
    private readonly GeoPoint _centre;
    private readonly GeoNode _at;
    private readonly double _radiusKm;
    private readonly int _limit;
    private readonly List<(double Distance, GeoNode Node)> _best;

    public GeoSearch(GeoPoint centre, double radiusKm, int limit)
    {
        (_centre, _radiusKm, _limit) = (centre, radiusKm, limit);
        _at = new GeoNode(null!, centre);
        _best = new List<(double, GeoNode)>(Math.Min(limit, 64));
        var halfAngle = Math.Min(radiusKm / GeoPoint.EarthRadiusKm, Math.PI) / 2;
        var chord = 2 * Math.Sin(halfAngle);
        // A little more than the radius: the tree only rules out, the haversine distance decides.
        Bound = (chord * chord * (1 + 1e-9)) + 1e-14;
    }

    /// <summary>Squared straight-line distance beyond which nothing is wanted.</summary>
    public double Bound { get; private set; }

    public double Coordinate(int axis) => axis == 0 ? _at.X : axis == 1 ? _at.Y : _at.Z;

    public double SquaredDistanceTo(double x, double y, double z)
    {
        var (dx, dy, dz) = (x - _at.X, y - _at.Y, z - _at.Z);
        return (dx * dx) + (dy * dy) + (dz * dz);
    }

    public void Offer(GeoNode node, double distance)
    {
        if (!node.IsCurrent)
        {
            return;
        }

        var at = _best.Count;
        while (at > 0 && _best[at - 1].Distance > distance)
        {
            at--;
        }

        _best.Insert(at, (distance, node));
        if (_best.Count > _limit)
        {
            _best.RemoveAt(_limit);
        }

        if (_best.Count == _limit)
        {
            Bound = Math.Min(Bound, _best[^1].Distance);
        }
    }

    /// <summary>Takes what was found inside the radius, nearest first. A slot that moved or changed during the search is shown as it is now.</summary>
    public void TakeResults(List<NearbyObservation> results)
    {
        foreach (var (_, node) in _best)
        {
            // Only now, since haversine costs more than the search: whoever took the place of one beyond the radius was nearer.
            if (_centre.DistanceKmTo(node.Point) > _radiusKm)
            {
                continue;
            }

            var stored = node.Slot.Stored;
            results.Add(new NearbyObservation(stored, _centre.DistanceKmTo(stored.Observation.Observation.Position ?? node.Point)));
        }
    }
}
