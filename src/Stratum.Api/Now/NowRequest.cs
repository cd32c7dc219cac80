using Stratum.Core;

namespace Stratum.Api;

/// <summary>What a client asks of /now.</summary>
internal sealed record NowRequest(GeoPoint Point, string? ReadingType, double RadiusKm, long MaxAgeSeconds, int Contributors, double MinConfidence)
{
    /// <summary>Height of the asked place in metres; null when the client does not say.</summary>
    public double? Altitude { get; init; }

    /// <summary>Whose values count; null for all. What is in rooms and freezers says nothing of the weather.</summary>
    public Deployment? Deployment { get; init; }

    /// <summary>Whether optimal interpolation is asked for.</summary>
    public bool IsOptimal { get; init; }

    private const double DefaultRadiusKm = 50;
    private const long DefaultMaxAgeSeconds = 3600;
    // The longest retention that makes sense to call "now": a day is the rhythm of the slowest stations.
    private const long MaxMaxAgeSeconds = 7 * 86_400;
    private const int DefaultContributors = 8;
    // Optimal interpolation weighs many flatly (VALIDATION, section 3 item 2): 15 neighbours instead of 40 cost 0.05 F1.
    private const int DefaultOptimalContributors = 40;
    private const int MaxContributors = 64;
    private const double DefaultMinConfidence = 0.5;

    public static NowRequest Read(QueryReader query)
    {
        var isOptimal = query.Choice("method", "idw", "oi") == "oi";
        return Read(query, isOptimal ? DefaultOptimalContributors : DefaultContributors) with
        {
            IsOptimal = isOptimal,
            Deployment = query.Deployment(otherwise: Core.Deployment.Outdoor),
            Altitude = query.Number("altitude", -500, 9000, "metres above sea level"),
        };
    }

    private static NowRequest Read(QueryReader query, int defaultContributors) => new(
        query.Point(required: true) ?? default,
        query.ReadingType(),
        query.Number("radius_km", 0.001, QueryReader.MaxRadiusKm, "km") ?? DefaultRadiusKm,
        query.Integer("max_age_s", 1, MaxMaxAgeSeconds) ?? DefaultMaxAgeSeconds,
        (int)(query.Integer("k", 1, MaxContributors) ?? defaultContributors),
        query.Number("min_confidence", 0, 1, "") ?? DefaultMinConfidence);
}
