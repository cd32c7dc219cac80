using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Scores all observations of a time window together when it closes: what every station says is compared with what all others made
/// expect, and with its own past against them. Windows are closed in order of time; nothing later is known. Not safe for concurrent use.
/// </summary>
/// <param name="latest">Newest observations of all stations as of the window's end.</param>
/// <param name="registry">Limits of the quantities.</param>
/// <param name="options">Weights and limits.</param>
/// <param name="validators">The standard three and custom ones; a standard one that is missing is not asked.</param>
/// <param name="trust">Whom the operator knows; null when everyone counts alike.</param>
public sealed class WindowScorer(
    ILatestObservations latest, QuantityRegistry registry, ValidationOptions options, IReadOnlyList<IValidator> validators, ISignerTrust? trust = null)
{
    /// <summary>Length of a window, and how far apart in time neighbours may be (VALIDATION, section 3 item 2).</summary>
    public const long WindowSeconds = 600;

    private readonly RecentlyHeard<SeriesKey, SeriesTrack> _tracks = new(options.MaxSeries);
    private readonly Lock _lock = new();
    private readonly IValidator? _plausibility = Find(validators, ValidatorNames.Plausibility);
    private readonly IValidator? _spatial = Find(validators, ValidatorNames.Spatial);
    private readonly IValidator? _temporal = Find(validators, ValidatorNames.Temporal);
    private readonly IValidator[] _custom = [.. validators.Where(validator => !ValidatorNames.IsStandard(validator.Name))];
    private readonly ISignerTrust _trust = trust ?? EveryoneKnown.Instance;
    private readonly NetworkCells _cells = new();

    /// <summary>Series with a past in memory.</summary>
    public int SeriesWithHistory
    {
        get
        {
            lock (_lock)
            {
                return _tracks.Count;
            }
        }
    }

    /// <summary>What a series said by the hour before the observation, and last; safe while a window is being closed.</summary>
    internal IReadOnlyList<HistoryPoint> PastOf(Observation observation, ComparisonMode mode)
    {
        lock (_lock)
        {
            return _tracks.TryGet(SeriesKey.Of(observation), out var track) ? RawPast(track, observation.Timestamp, mode) : [];
        }
    }

    /// <summary>
    /// What plausibility says of a counter's value at its arrival, by its last value in the store and by where its track stands; safe while a window
    /// is being closed. A series whose past is not in memory gets the value in the store as its past.
    /// </summary>
    internal ValidatorResult CounterAtArrival(Observation observation, CounterLimit limit, ValidatorResult otherwise)
    {
        var before = CounterTest.Before(observation, latest);
        lock (_lock)
        {
            if (before is not null)
            {
                var track = _tracks.Touch(SeriesKey.Of(observation), static key => new SeriesTrack(key));
                if (!track.Counter.IsStarted)
                {
                    CounterTest.Take(track, before.Observation.Observation, limit);
                }
            }

            if (!_tracks.TryGet(SeriesKey.Of(observation), out var known) || !known.Counter.IsStarted)
            {
                return otherwise;
            }

            var counter = known.Counter;
            var step = counter.Take(observation.Timestamp, observation.Value, limit);
            if (before is not null && step.Change == CounterChange.Implausible && before.Timestamp > known.Counter.Timestamp)
            {
                // The track stands where the last window ended; what came since may have made way.
                var since = default(CounterTrack);
                since.Take(before.Timestamp, before.Observation.Observation.Value, limit);
                step = since.Take(observation.Timestamp, observation.Value, limit);
            }

            return CounterTest.Judge(step, observation, limit, otherwise);
        }
    }

    /// <summary>How a quantity is compared when it comes in the registry's unit; else not at all. Only outdoors is there anything to compare with.</summary>
    internal static ComparisonMode ModeOf(Observation observation, Quantity? quantity) =>
        quantity is not null && quantity.Unit == observation.Series.Unit && observation.Series.Deployment == Deployment.Outdoor
            ? ComparisonModes.Of(quantity.Spatial)
            : ComparisonMode.None;

    /// <summary>
    /// Scores the observations of one window, given in order of time, and takes them into the past. The result has the order of the
    /// input.
    /// </summary>
    /// <param name="window">Observations of one window.</param>
    /// <param name="reputation">How far a station is believed; null when all are alike.</param>
    public Assessment[] Close(IReadOnlyList<Observation> window, Func<StationKey, double>? reputation = null)
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
            assessments[i] = Finish(scored[i], reputation?.Invoke(window[i].Series.Station) ?? 1);
        }

        return assessments;
    }

    private ScoredObservation Begin(Observation observation)
    {
        var quantity = registry.Find(observation.Series.ReadingType);
        var mode = ModeOf(observation, quantity);
        SeriesTrack track;
        lock (_lock)
        {
            track = _tracks.Touch(SeriesKey.Of(observation), static key => new SeriesTrack(key));
        }

        track.IsStranger = _trust.StandingOf(observation.Series.Signer) == SignerStanding.Unknown;
        var plausibility = _plausibility?.Assess(observation, new ValidationContext(latest, [], quantity)) ?? new ValidatorResult(null);
        if (CounterTest.LimitOf(observation, quantity) is { } limit && _plausibility is not null && !plausibility.HardFail)
        {
            lock (_lock)
            {
                plausibility = CounterTest.Judge(CounterTest.Take(track, observation, limit), observation, limit, plausibility);
            }
        }

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
            scored[i].Track.OnlyStrangersSpoke = false;
        }

        if (registry.Find(readingType)?.Spatial is not { } rule || ComparisonModes.Of(rule) is not (ComparisonMode.Additive
            or ComparisonMode.Logarithmic or ComparisonMode.DewPoint or ComparisonMode.SeaLevelPressure))
        {
            return;
        }

        var tracks = new List<SeriesTrack>();
        lock (_lock)
        {
            foreach (var track in _tracks.Values)
            {
                if (track.Key.ReadingType == readingType && track.Timestamp >= since && !double.IsNaN(track.Comparable))
                {
                    tracks.Add(track);
                }
            }
        }

        // Whoever was heard first, the same values give the same scores.
        tracks.Sort(SeriesTrack.ByStation);
        _cells.Solve(tracks, Votes.Of(tracks), RuleOf(rule), Neighbourhood.LargestKm(rule));
    }

    private static InterpolationRule RuleOf(SpatialRule rule) =>
        new(rule.LapsePerMetre, SpatialValidator.FloorOf(rule));

    private Assessment Finish(in ScoredObservation scored, double reputation)
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

        var context = new ValidationContext(latest, RawPast(track, observation.Timestamp, scored.Mode), quantity);
        combiner.Add(ValidatorNames.Spatial, Spatial(scored));
        combiner.Add(ValidatorNames.Temporal, Temporal(scored, run, context));
        foreach (var validator in _custom)
        {
            combiner.Add(validator.Name, validator.Assess(observation, context));
        }

        var assessment = combiner.Result(reputation);
        if (!scored.Plausibility.HardFail)
        {
            lock (_lock)
            {
                track.Learn(observation, scored.Comparable, scored.Expected, assessment.Flag is not (QualityFlag.Suspect or QualityFlag.Fail));
            }
        }

        return assessment;
    }

    private ValidatorResult Temporal(in ScoredObservation scored, in StuckRun run, ValidationContext context) =>
        _temporal is null ? new ValidatorResult(null)
        : scored.IsExpected
            ? ResidualTests.Assess(
                scored.Track, run, scored.Observation, scored.Comparable, SpatialValidator.FloorOf(scored.Quantity!.Spatial!), scored.Quantity.Persistence)
            : _temporal.Assess(scored.Observation, context);

    private ValidatorResult Spatial(in ScoredObservation scored)
    {
        if (_spatial is null)
        {
            return new ValidatorResult(null);
        }

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
        var result = new ValidatorResult(score, reason);
        return scored.Track.OnlyStrangersSpoke && !scored.Track.IsStranger ? SpatialValidator.BySay(result, StrangerCap.ShareMax) : result;
    }

    private static IValidator? Find(IReadOnlyList<IValidator> validators, string name) => validators.FirstOrDefault(validator => validator.Name == name);

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
