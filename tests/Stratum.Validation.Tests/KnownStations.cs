using Stratum.Core;

namespace Stratum.Validation.Tests;

/// <summary>The newest observations as a plain list: slow and plainly right.</summary>
internal sealed class KnownStations : ILatestObservations
{
    private readonly List<StoredObservation> _latest = [];

    public void Add(Observation observation, QualityFlag flag = QualityFlag.Good)
    {
        _latest.RemoveAll(known => known.Series.Station == observation.Series.Station && known.Series.ReadingType == observation.Series.ReadingType
            && known.Series.Deployment == observation.Series.Deployment);
        _latest.Add(Observed.Stored(observation, flag));
    }

    /// <summary>A ring of neighbours 3 km apart from each other; values alternate by <paramref name="spread"/> around <paramref name="value"/>.</summary>
    public KnownStations WithNeighbours(
        int count, string readingType, double value, double spread = 0.2, long timestamp = Observed.Noon, double altitude = 50)
    {
        for (var i = 0; i < count; i++)
        {
            var place = Observed.Away(3 * Math.Cos(i) * (1 + (i / 6)), 3 * Math.Sin(i) * (1 + (i / 6)));
            Add(Observed.Of(readingType, value + (spread * ((i % 3) - 1)), timestamp, $"n{i}", place, altitude));
        }

        return this;
    }

    public IReadOnlyList<NearbyObservation> LatestNear(
        GeoPoint centre, double radiusKm, string? readingType, int limit, Deployment? deployment = null) => [.. _latest
        .Where(known => known.Observation.Observation.Position is not null && (readingType is null || known.Series.ReadingType == readingType)
            && (deployment is null || known.Series.Deployment == deployment))
        .Select(known => new NearbyObservation(known, known.Observation.Observation.Position!.Value.DistanceKmTo(centre)))
        .Where(near => near.DistanceKm <= radiusKm)
        .OrderBy(near => near.DistanceKm)
        .Take(limit)];

    public IReadOnlyList<StoredObservation> LatestOf(StationKey station) => [.. _latest.Where(known => known.Series.Station == station)];

    public IReadOnlyList<StationLatest> Stations(GeoBox? box) => [.. _latest.GroupBy(known => known.Series.Station)
        .Select(group => new StationLatest(group.Key, [.. group]))];
}
