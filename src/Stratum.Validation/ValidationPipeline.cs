using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Scores observations with the validators it is given: at arrival, from what is known then, and once more when their time window closes, from
/// all that was heard in it. It has no clock: time is the observations' own, and the caller's when windows close. <see cref="Score"/> and
/// <see cref="Learn"/> are safe for concurrent use, also while a window is being closed.
/// </summary>
public sealed class ValidationPipeline : IObservationScorer
{
    private const long SecondsPerHour = 3600;

    private readonly ILatestObservations _latest;
    private readonly QuantityRegistry _registry;
    private readonly ValidationOptions _options;
    private readonly IValidator[] _validators;
    private readonly ISignerTrust? _trust;
    private readonly Reputations? _reputations;
    private readonly WindowScorer _windows;
    private readonly PendingObservations _pending;
    private readonly FlagCounts _counts = new();
    private long _newestWindow;
    private long _scoredTwice;

    /// <summary>Creates a pipeline. Throws <see cref="ArgumentException"/> when the options are out of range or two validators share a name.</summary>
    /// <param name="latest">Newest observations of all stations.</param>
    /// <param name="registry">Limits of the quantities.</param>
    /// <param name="options">Weights and limits.</param>
    /// <param name="validators">In the order in which they are asked and their reasons are shown.</param>
    /// <param name="trust">Whom the operator knows; null when everyone counts alike and no station has a reputation.</param>
    public ValidationPipeline(
        ILatestObservations latest, QuantityRegistry registry, ValidationOptions options, IReadOnlyList<IValidator> validators, ISignerTrust? trust = null)
    {
        ArgumentNullException.ThrowIfNull(latest);
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(validators);
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join("; ", problems), nameof(options));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var validator in validators)
        {
            if (!names.Add(validator.Name))
            {
                throw new ArgumentException($"two validators are named {validator.Name}; names must differ", nameof(validators));
            }
        }

        (_latest, _registry, _options, _trust) = (latest, registry, options, trust);
        _validators = [.. validators];
        _reputations = trust is null ? null : new Reputations(options.MaxSeries, trust);
        _windows = new WindowScorer(latest, registry, options, _validators, trust);
        _pending = new PendingObservations(options.MaxPending);
    }

    /// <summary>The three validators that come with Stratum. A custom one is added to this list.</summary>
    /// <param name="trust">Whom the operator knows; null when everyone counts alike.</param>
    public static IReadOnlyList<IValidator> StandardValidators(ISignerTrust? trust = null) =>
        [new PlausibilityValidator(), new SpatialValidator(trust), new TemporalValidator()];

    /// <inheritdoc/>
    public ValidationStatus Status => _counts.Status(_options.Enabled, _windows.SeriesWithHistory) with { ScoredTwice = Interlocked.Read(ref _scoredTwice) };

    /// <summary>Observations that keep the score of their arrival because too many were waiting.</summary>
    public long NotScoredTwice => _pending.Refused;

    /// <inheritdoc/>
    public Assessment Score(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var assessment = _options.Enabled ? Assess(observation) : Assessment.NotEvaluated;
        _counts.Add(assessment.Flag);
        return assessment;
    }

    /// <inheritdoc/>
    public void Learn(Observation observation, Assessment assessment)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(assessment);
        if (_options.Enabled && double.IsFinite(observation.Value))
        {
            _pending.Add(observation);
        }
    }

    /// <inheritdoc/>
    public double? ReputationOf(StationKey station) => _reputations?.Of(station);

    /// <summary>
    /// Closes every window that has ended, in order of time, and gives the second scores of what was heard in them; called by one thread at a time,
    /// each minute or so.
    /// </summary>
    /// <param name="nowSeconds">Unix seconds.</param>
    /// <param name="cancellation">Ends the work between two windows; what is left is not scored twice.</param>
    public IReadOnlyList<Rescored> CloseWindows(long nowSeconds, CancellationToken cancellation = default)
    {
        var due = _pending.TakeDue(nowSeconds);
        var rescored = new List<Rescored>(due.Count);
        WindowScorer? late = null;
        for (var start = 0; start < due.Count && !cancellation.IsCancellationRequested;)
        {
            var number = PendingObservations.WindowOf(due[start]);
            var end = start;
            while (end < due.Count && PendingObservations.WindowOf(due[end]) == number)
            {
                end++;
            }

            // What comes a window late is judged by what is still known of that time. What is older (another node's past, all of it at once)
            // is judged among itself: what the stations say now does not count for then.
            var isLate = number < _newestWindow - 1;
            var scorer = isLate ? late ??= new WindowScorer(_latest, _registry, _options, _validators, _trust) : _windows;
            _newestWindow = Math.Max(_newestWindow, number);
            Close(scorer, due.GetRange(start, end - start), isLate, rescored);
            start = end;
        }

        Interlocked.Add(ref _scoredTwice, rescored.Count);
        return rescored;
    }

    /// <summary>
    /// Takes stored observations, in order of time, into the past after a restart: one of each series for each hour, since that is what the past keeps.
    /// Called by the thread that closes windows, before it does.
    /// </summary>
    public void Relive(IEnumerable<Observation> inOrderOfTime, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inOrderOfTime);
        var heard = new HashSet<SeriesKey>();
        var window = new List<Observation>();
        var hour = 0L;
        foreach (var observation in inOrderOfTime)
        {
            if (cancellation.IsCancellationRequested)
            {
                return;
            }

            if (window.Count > 0 && PendingObservations.WindowOf(window[0]) != PendingObservations.WindowOf(observation))
            {
                Relive(window);
                window.Clear();
            }

            if (observation.Timestamp / SecondsPerHour != hour)
            {
                hour = observation.Timestamp / SecondsPerHour;
                heard.Clear();
            }

            if (_options.Enabled && heard.Add(SeriesKey.Of(observation)))
            {
                window.Add(observation);
            }
        }

        Relive(window);
    }

    private void Relive(List<Observation> window)
    {
        if (window.Count > 0)
        {
            _newestWindow = Math.Max(_newestWindow, PendingObservations.WindowOf(window[0]));
            Close(_windows, window, isLate: false, []);
        }
    }

    private void Close(WindowScorer scorer, List<Observation> window, bool isLate, List<Rescored> rescored)
    {
        var assessments = scorer.Close(window, _reputations is null ? null : _reputations.Of);
        if (!isLate)
        {
            _reputations?.Take(window, assessments);
        }

        for (var i = 0; i < window.Count; i++)
        {
            rescored.Add(new Rescored(window[i], assessments[i]));
        }
    }

    private Assessment Assess(Observation observation)
    {
        var quantity = _registry.Find(observation.Series.ReadingType);
        var context = new ValidationContext(_latest, _windows.PastOf(observation, WindowScorer.ModeOf(observation, quantity)), quantity);
        var combiner = new ConfidenceCombiner(_options);
        foreach (var validator in _validators)
        {
            var result = validator.Assess(observation, context);
            combiner.Add(validator.Name, validator.Name == ValidatorNames.Plausibility && CounterTest.LimitOf(observation, quantity) is { } limit
                ? _windows.CounterAtArrival(observation, limit, result)
                : result);
        }

        return combiner.Result(_reputations?.Of(observation.Series.Station) ?? 1);
    }
}
