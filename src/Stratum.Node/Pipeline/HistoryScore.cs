using Stratum.Core;
using Stratum.Validation;

namespace Stratum.Node.Pipeline;

/// <summary>
/// The score of an imported observation: failed where its value is impossible, else "not evaluated" (flag 2). Neighbours and the past of its time
/// are not there to judge it, and live scores must not rest on years of it in whatever order files come. It depends on the observation alone, so
/// that it can be made again after a crash.
/// </summary>
internal sealed class HistoryScore(QuantityRegistry registry)
{
    private readonly PlausibilityValidator _plausibility = new();

    public Assessment Of(Observation observation)
    {
        var result = _plausibility.Assess(observation, new Alone(registry.Find(observation.Series.ReadingType)));
        return result.HardFail
            ? new Assessment(0, QualityFlag.Fail, result.Reason is { } reason ? [reason] : []) { Plausibility = 0 }
            : Assessment.NotEvaluated;
    }

    private sealed record Alone(Quantity? Quantity) : IValidationContext, ILatestObservations
    {
        public ILatestObservations Neighbours => this;

        public IReadOnlyList<HistoryPoint> History => [];

        public IReadOnlyList<NearbyObservation> LatestNear(
            GeoPoint centre, double radiusKm, string? readingType, int limit, Deployment? deployment = null) => [];

        public IReadOnlyList<StoredObservation> LatestOf(StationKey station) => [];

        public IReadOnlyList<StationLatest> Stations(GeoBox? box) => [];
    }
}
