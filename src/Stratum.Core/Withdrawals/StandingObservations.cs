namespace Stratum.Core;

/// <summary>
/// What the store holds and its signers stand by: withdrawn observations are left out of queries and of the newest values. The store keeps them, and
/// whoever asks for them by id, or for all, gets them.
/// </summary>
public sealed class StandingObservations(IObservationStore store, IWithdrawals withdrawals) : ILatestObservations
{
    // Withdrawn stations near a point are asked past so often, each time for as many more.
    private const int RoundsMax = 4;

    /// <summary>As <see cref="IObservationStore.Query"/>, without what is withdrawn unless that is asked for.</summary>
    public IEnumerable<StoredObservation> Query(ObservationQuery query, bool isWithdrawnIncluded = false) =>
        isWithdrawnIncluded || withdrawals.Count == 0 ? store.Query(query) : QueryStanding(query);

    /// <summary>The statement by which the observation is withdrawn, or null.</summary>
    public Hash256? WithdrawnBy(StoredObservation stored) => withdrawals.Count == 0 ? null : withdrawals.WithdrawnBy(stored.Observation.Observation);

    /// <inheritdoc/>
    public IReadOnlyList<NearbyObservation> LatestNear(GeoPoint centre, double radiusKm, string? readingType, int limit, Deployment? deployment = null)
    {
        var asked = limit;
        for (var round = 0; ; round++)
        {
            var found = store.LatestNear(centre, radiusKm, readingType, asked, deployment);
            if (withdrawals.Count == 0)
            {
                return found;
            }

            var standing = found.Where(nearby => WithdrawnBy(nearby.Observation) is null).ToList();
            if (standing.Count == found.Count || round == RoundsMax)
            {
                return Cut(standing, limit);
            }

            // Withdrawn ones took places: as many more, or the neighbourhood would be thinner than it is.
            asked = limit + found.Count - standing.Count + (round * limit);
            if (round > 0 && Cut(standing, limit).Count >= limit)
            {
                return Cut(standing, limit);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredObservation> LatestOf(StationKey station) => Standing(store.LatestOf(station));

    /// <inheritdoc/>
    public IReadOnlyList<StationLatest> Stations(GeoBox? box)
    {
        var stations = store.Stations(box);
        return withdrawals.Count == 0
            ? stations
            : [.. stations.Select(station => station with { Latest = Standing(station.Latest) }).Where(station => station.Latest.Count > 0)];
    }

    private IReadOnlyList<StoredObservation> Standing(IReadOnlyList<StoredObservation> latest) =>
        withdrawals.Count == 0 ? latest : [.. latest.Where(stored => WithdrawnBy(stored) is null)];

    // At most so many of each quantity, nearest first as they come.
    private static List<NearbyObservation> Cut(List<NearbyObservation> nearby, int limit)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        return nearby.FindAll(one =>
        {
            var count = counts.GetValueOrDefault(one.Observation.Series.ReadingType) + 1;
            counts[one.Observation.Series.ReadingType] = count;
            return count <= limit;
        });
    }

    private IEnumerable<StoredObservation> QueryStanding(ObservationQuery query)
    {
        foreach (var row in store.Query(query))
        {
            if (WithdrawnBy(row) is null)
            {
                yield return row;
            }
            else if (!query.AllDuplicates && row.Witnesses > 1 && AnotherContentOf(row, query) is { } other)
            {
                yield return other;
            }
        }
    }

    // Who signs another's reading again and withdraws that must not take the reading away with it.
    private StoredObservation? AnotherContentOf(StoredObservation row, ObservationQuery query)
    {
        var same = query with
        {
            DeviceId = row.Series.DeviceId,
            ReadingType = row.Series.ReadingType,
            From = row.Timestamp,
            To = row.Timestamp + 1,
            AllDuplicates = true,
            Cursor = null,
        };
        return store.Query(same).Where(other => other.Observation.Observation.Value.Equals(row.Observation.Observation.Value) && WithdrawnBy(other) is null)
            .MinBy(other => other.ReceivedAtMs);
    }
}
