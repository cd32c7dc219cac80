using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Scores all observations of a time window together when it closes: what every station says is compared with what all others made
/// expect, and with its own past against them. Windows are closed in order of time; nothing later is known. Not safe for concurrent use.
/// </summary>
/// <param name="latest">Newest observations of all stations as of the window's end.</param>
/// <param name="registry">Limits of the quantities.</param>
/// <param name="options">Weights and limits.</param>
public sealed class WindowScorer(ILatestObservations latest, QuantityRegistry registry, ValidationOptions options)
{
    /// <summary>Length of a window, and how far apart in time neighbours may be (VALIDATION, section 3 item 2).</summary>
    public const long WindowSeconds = 600;

    private readonly RecentlyHeard<SeriesKey, SeriesTrack> _tracks = new(options.MaxSeries);
    private readonly PlausibilityValidator _plausibility = new();
    private readonly SpatialValidator _spatial = new();
    private readonly TemporalValidator _temporal = new();
    private readonly NetworkCells _cells = new();

    /// <summary>Series with a past in memory.</summary>
    public int SeriesWithHistory => _tracks.Count;

    /// <summary>
    /// Scores the observations of one window, given in order of time, and takes them into the past. The result has the order of the
    /// input.
    /// </summary>
    public Assessment[] Close(IReadOnlyList<Observation> window)
    {
        ArgumentNullException.ThrowIfNull(window);
        var scored = new ScoredObservation[window.Count];
        var byQuantity = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < window.Count; i++)
        {
            scored[i] = Begin(window[i]);
            if (!byQuantity.TryGetValue(window[i].Series.ReadingType, out var indexes))
            {
                byQuantity.Add(window[i].Series.ReadingType, indexes = []);
            }

            indexes.Add(i);
        }

        foreach (var (readingType, indexes) in byQuantity)
        {
            Expect(readingType, window[indexes[0]].Timestamp - WindowSeconds, scored, indexes);
        }

        var assessments = new Assessment[window.Count];
        for (var i = 0; i < window.Count; i++)
        {
            assessments[i] = Finish(scored[i]);
        }

        return assessments;
    }

    private ScoredObservation Begin(Observation observation)
    {
        var quantity = registry.Find(observation.Series.ReadingType);
        var mode = quantity is not null && quantity.Unit == observation.Series.Unit ? ComparisonModes.Of(quantity.Spatial) : ComparisonMode.None;
        var track = _tracks.Touch(SeriesKey.Of(observation), static key => new SeriesTrack(key));
        var plausibility = _plausibility.Assess(observation, new ValidationContext(latest, [], quantity));
        var comparable = ComparableValue.Of(observation, mode, latest) ?? double.NaN;
        comparable = mode == ComparisonMode.Event || !double.IsFinite(comparable) ? double.NaN : comparable;
        if (!plausibility.HardFail && !double.IsNaN(comparable) && observation.Position is { IsValid: true })
        {
            track.Place(observation, comparable);
        }

        return new ScoredObservation(observation, quantity, mode, track, comparable, plausibility);
    }

    /// <summary>Lets the neighbours of one quantity make their expectations.</summary>
    private void Expect(string readingType, long since, ScoredObservation[] scored, List<int> indexes)
    {
        foreach (var i in indexes)
        {
            scored[i].Track.Expected = Expectation.None;
            scored[i].Track.Neighbours = default;
        }

        if (registry.Find(readingType)?.Spatial is not { } rule || ComparisonModes.Of(rule) is not (ComparisonMode.Additive
            or ComparisonMode.Logarithmic or ComparisonMode.DewPoint or ComparisonMode.SeaLevelPressure))
        {
            return;
        }

        var tracks = new List<SeriesTrack>();
        foreach (var track in _tracks.Values)
        {
            if (track.Key.ReadingType == readingType && track.Timestamp >= since && !double.IsNaN(track.Comparable))
            {
                tracks.Add(track);
            }
        }

        _cells.Solve(tracks, Votes.Of(tracks), RuleOf(rule), Neighbourhood.LargestKm(rule));
    }

    private static InterpolationRule RuleOf(SpatialRule rule) =>
        new(rule.LapsePerMetre, SpatialValidator.FloorOf(rule));

    private Assessment Finish(in ScoredObservation scored)
    {
        var (observation, quantity, track) = (scored.Observation, scored.Quantity, scored.Track);
        var combiner = new ConfidenceCombiner(options);
        combiner.Add(ValidatorNames.Plausibility, scored.Plausibility);
        var run = track.Run;
        if (quantity?.Persistence is { } limit && !quantity.Circular)
        {
            run.Add(observation.Timestamp, observation.Value, scored.Expected, limit.MinRange);
            track.Run = run;
        }

        combiner.Add(ValidatorNames.Spatial, Spatial(scored));
        combiner.Add(ValidatorNames.Temporal, scored.IsExpected
            ? ResidualTests.Assess(track, run, observation, scored.Comparable, SpatialValidator.FloorOf(quantity!.Spatial!), quantity.Persistence)
            : _temporal.Assess(observation, new ValidationContext(latest, RawPast(track, observation.Timestamp, scored.Mode), quantity)));
        var assessment = combiner.Result();
        if (!scored.Plausibility.HardFail)
        {
            track.Learn(observation, scored.Comparable, scored.Expected, assessment.Flag is not (QualityFlag.Suspect or QualityFlag.Fail));
        }

        return assessment;
    }

    private ValidatorResult Spatial(in ScoredObservation scored)
    {
        if (!scored.IsExpected)
        {
            // Directions and events have their own comparison; for the others this says why nothing was expected.
            return scored.Mode is ComparisonMode.Additive or ComparisonMode.Logarithmic && scored.Observation.Position is not null
                ? ValidatorResult.NotAssessed($"spatial not assessed: {scored.Track.Neighbours.Count} neighbours, {Neighbourhood.Fewest} needed")
                : _spatial.Assess(scored.Observation, new ValidationContext(latest, [], scored.Quantity));
        }

        var difference = scored.Comparable - scored.Expected;
        var score = RobustStatistics.ProbabilityRight(Math.Abs(difference) / scored.Track.Expected.Deviation, scored.Track.HalfAt, SpatialValidator.Steepness);
        var reason = score < SpatialValidator.ReasonBelow
            ? SpatialValidator.Reason(scored.Observation, difference, scored.Track.Neighbours.Count, scored.Track.Neighbours.WithinKm, scored.Mode)
            : null;
        return new ValidatorResult(score, reason);
    }

    /// <summary>The past as raw values, for series that no neighbour speaks about.</summary>
    private static List<HistoryPoint> RawPast(SeriesTrack track, long timestamp, ComparisonMode mode)
    {
        var past = new List<HistoryPoint>();
        if (mode is ComparisonMode.None or ComparisonMode.Additive or ComparisonMode.Event)
        {
            var hour = Math.DivRem(timestamp, 3600).Quotient;
            for (var earlier = hour - ResidualHistory.Hours + 1; earlier < Math.DivRem(track.LastScored, 3600).Quotient; earlier++)
            {
                if (track.History.At(earlier).Value is var value && !float.IsNaN(value))
                {
                    past.Add(new HistoryPoint(earlier * 3600, value));
                }
            }
        }

        if (track.LastScored < timestamp && !double.IsNaN(track.LastValue))
        {
            past.Add(new HistoryPoint(track.LastScored, track.LastValue));
        }

        return past;
    }
}
