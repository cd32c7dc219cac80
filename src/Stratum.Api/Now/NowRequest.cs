using Stratum.Core;

namespace Stratum.Api;

/// <summary>What a client asks of /now.</summary>
internal sealed record NowRequest(GeoPoint Point, string? ReadingType, double RadiusKm, long MaxAgeSeconds, int Contributors, double MinConfidence)
{
    private const double DefaultRadiusKm = 50;
    private const long DefaultMaxAgeSeconds = 3600;
    // The longest retention that makes sense to call "now": a day is the rhythm of the slowest stations.
    private const long MaxMaxAgeSeconds = 7 * 86_400;
    private const int DefaultContributors = 8;
    private const int MaxContributors = 64;
    private const double DefaultMinConfidence = 0.5;

    public static NowRequest Read(QueryReader query) => new(
        query.Point(required: true) ?? default,
        query.ReadingType(),
        query.Number("radius_km", 0.001, QueryReader.MaxRadiusKm, "km") ?? DefaultRadiusKm,
        query.Integer("max_age_s", 1, MaxMaxAgeSeconds) ?? DefaultMaxAgeSeconds,
        (int)(query.Integer("k", 1, MaxContributors) ?? DefaultContributors),
        query.Number("min_confidence", 0, 1, "") ?? DefaultMinConfidence);
}
