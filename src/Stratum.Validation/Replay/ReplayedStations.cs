using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// The newest observations of a replay as of the window that is being closed. Stations are found by degree of latitude, which is
/// enough for the few quantities (wind, rain) that the window pass looks up station by station.
/// </summary>
internal sealed class ReplayedStations : ILatestObservations
{
    private const double KmPerDegree = 111.195;

    private readonly Dictionary<StationKey, List<StoredObservation>> _stations = [];
    private readonly Dictionary<(int Latitude, string ReadingType, Deployment Deployment), Dictionary<StationKey, StoredObservation>> _byLatitude = [];

    public void Take(Observation observation)
    {
        var stored = new StoredObservation(
            new SignedObservation(observation, default, default), 0, observation.Timestamp * 1000, ReceivedVia.Import, TimeSource.Unknown,
                Assessment.NotEvaluated);
        var station = observation.Series.Station;
        if (!_stations.TryGetValue(station, out var own))
        {
            _stations.Add(station, own = []);
        }

        var before = own.FindIndex(
            known => known.Series.ReadingType == observation.Series.ReadingType && known.Series.Deployment == observation.Series.Deployment);
        if (before >= 0)
        {
            Forget(own[before]);
            own[before] = stored;
        }
        else
        {
            own.Add(stored);
        }

        if (observation.Position is { } position)
        {
            var band = (Band(position.Latitude), observation.Series.ReadingType, observation.Series.Deployment);
            if (!_byLatitude.TryGetValue(band, out var members))
            {
                _byLatitude.Add(band, members = []);
            }

            members[station] = stored;
        }
    }

    public IReadOnlyList<NearbyObservation> LatestNear(
        GeoPoint centre, double radiusKm, string? readingType, int limit, Deployment? deployment = null)
    {
        var found = new List<NearbyObservation>();
        for (var band = Band(centre.Latitude - (radiusKm / KmPerDegree)); band <= Band(centre.Latitude + (radiusKm / KmPerDegree)); band++)
        {
            // Validation asks for one quantity outdoors and for nothing else.
            if (readingType is not null && deployment is { } where && _byLatitude.TryGetValue((band, readingType, where), out var members))
            {
                foreach (var known in members.Values)
                {
                    var distanceKm = known.Observation.Observation.Position!.Value.DistanceKmTo(centre);
                    if (distanceKm <= radiusKm)
                    {
                        found.Add(new NearbyObservation(known, distanceKm));
                    }
                }
            }
        }

        found.Sort((a, b) => a.DistanceKm.CompareTo(b.DistanceKm));
        return found.Count > limit ? found.GetRange(0, limit) : found;
    }

    public IReadOnlyList<StoredObservation> LatestOf(StationKey station) => _stations.TryGetValue(station, out var own) ? own : [];

    public IReadOnlyList<StationLatest> Stations(GeoBox? box) => [.. _stations.Select(station => new StationLatest(station.Key, station.Value))];

    private static int Band(double latitude) => (int)Math.Floor(latitude);

    private void Forget(StoredObservation known)
    {
        if (known.Observation.Observation.Position is { } position)
        {
            _byLatitude[(Band(position.Latitude), known.Series.ReadingType, known.Series.Deployment)].Remove(known.Series.Station);
        }
    }
}
