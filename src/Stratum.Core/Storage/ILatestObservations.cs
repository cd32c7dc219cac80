namespace Stratum.Core;

/// <summary>The newest observation of every series by its timestamp, in memory, with a geographic index over stations.</summary>
public interface ILatestObservations
{
    /// <summary>
    /// The newest observation of each station and quantity within <paramref name="radiusKm"/> of a point, nearest first, at most
    /// <paramref name="limit"/> per quantity. Stations without a position are never found.
    /// </summary>
    /// <param name="centre">Where.</param>
    /// <param name="radiusKm">At most half the earth's circumference.</param>
    /// <param name="readingType">One quantity, or null for all.</param>
    /// <param name="limit">The most results for each quantity.</param>
    /// <param name="deployment">One deployment, or null for all; what is of another does not count for <paramref name="limit"/>.</param>
    IReadOnlyList<NearbyObservation> LatestNear(
        GeoPoint centre, double radiusKm, string? readingType, int limit, Deployment? deployment = null);

    /// <summary>The newest observation of each quantity and deployment of one station; empty when the station is not known.</summary>
    IReadOnlyList<StoredObservation> LatestOf(StationKey station);

    /// <summary>Every station that has observations, in order of its key, with the newest observation of each quantity and deployment.</summary>
    IReadOnlyList<StationLatest> Stations(GeoBox? box);
}

/// <summary>An observation and how far from the asked place it was made.</summary>
/// <param name="Observation">The newest of its series.</param>
/// <param name="DistanceKm">Great-circle distance.</param>
public readonly record struct NearbyObservation(StoredObservation Observation, double DistanceKm);

/// <summary>A station and what it said last.</summary>
/// <param name="Station">Its key.</param>
/// <param name="Latest">The newest observation of each quantity, in order of reading_type; a station with a quantity outdoors and indoors has both.</param>
public sealed record StationLatest(StationKey Station, IReadOnlyList<StoredObservation> Latest);
