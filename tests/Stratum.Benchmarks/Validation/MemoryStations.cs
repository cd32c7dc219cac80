using System.Diagnostics;
using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>The newest observations in a grid of a tenth of a degree.</summary>
internal sealed class MemoryStations : ILatestObservations
{
    private readonly Dictionary<StationKey, StoredObservation> _stations = [];
    private readonly Dictionary<(int, int), Dictionary<StationKey, StoredObservation>> _cells = [];

    /// <summary>Time spent in look-ups.</summary>
    public double SpentMicroseconds { get; set; }

    public void Take(Observation observation)
    {
        var stored = new StoredObservation(
            new SignedObservation(observation, default, default), 0, observation.Timestamp * 1000, ReceivedVia.Mesh, TimeSource.Device,
            Assessment.NotEvaluated);
        _stations[observation.Series.Station] = stored;
        var cell = CellOf(observation.Position!.Value);
        if (!_cells.TryGetValue(cell, out var members))
        {
            _cells.Add(cell, members = []);
        }

        members[observation.Series.Station] = stored;
    }

    public IReadOnlyList<NearbyObservation> LatestNear(
        GeoPoint centre, double radiusKm, string? readingType, int limit, Deployment? deployment = null)
    {
        var started = Stopwatch.GetTimestamp();
        var found = new List<NearbyObservation>();
        var (row, column) = CellOf(centre);
        for (var y = row - 2; y <= row + 2; y++)
        {
            for (var x = column - 2; x <= column + 2; x++)
            {
                if (_cells.TryGetValue((y, x), out var members))
                {
                    found.AddRange(members.Values.Select(
                        stored => new NearbyObservation(stored, stored.Observation.Observation.Position!.Value.DistanceKmTo(centre))));
                }
            }
        }

        found.Sort((a, b) => a.DistanceKm.CompareTo(b.DistanceKm));
        var nearest = found.GetRange(0, Math.Min(found.Count, limit));
        SpentMicroseconds += Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        return nearest;
    }

    public IReadOnlyList<StoredObservation> LatestOf(StationKey station) => _stations.TryGetValue(station, out var stored) ? [stored] : [];

    public IReadOnlyList<StationLatest> Stations(GeoBox? box) => [];

    private static (int, int) CellOf(GeoPoint point) => ((int)(point.Latitude * 10), (int)(point.Longitude * 10));
}
