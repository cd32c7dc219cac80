using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Scores observations with the validators it is given and remembers a bounded past of each series. It has no clock: time is the
/// observations' own. Safe for concurrent <see cref="Score"/> and <see cref="Learn"/>.
/// </summary>
public sealed class ValidationPipeline : IObservationScorer
{
    private readonly ILatestObservations _latest;
    private readonly QuantityRegistry _registry;
    private readonly ValidationOptions _options;
    private readonly IValidator[] _validators;
    private readonly SeriesHistories _histories;
    private long _good;
    private long _notEvaluated;
    private long _suspect;
    private long _fail;

    /// <summary>Creates a pipeline. Throws <see cref="ArgumentException"/> when the options are out of range or two validators share a name.</summary>
    /// <param name="latest">Newest observations of all stations.</param>
    /// <param name="registry">Limits of the quantities.</param>
    /// <param name="options">Weights and limits.</param>
    /// <param name="validators">In the order in which they are asked and their reasons are shown.</param>
    public ValidationPipeline(ILatestObservations latest, QuantityRegistry registry, ValidationOptions options, IReadOnlyList<IValidator> validators)
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

        _latest = latest;
        _registry = registry;
        _options = options;
        _validators = [.. validators];
        _histories = new SeriesHistories(options.MaxSeries);
    }

    /// <summary>The three validators that come with Stratum. A custom one is added to this list.</summary>
    public static IReadOnlyList<IValidator> StandardValidators() => [new PlausibilityValidator(), new SpatialValidator(), new TemporalValidator()];

    /// <inheritdoc/>
    public ValidationStatus Status => new()
    {
        Enabled = _options.Enabled,
        Good = Interlocked.Read(ref _good),
        NotEvaluated = Interlocked.Read(ref _notEvaluated),
        Suspect = Interlocked.Read(ref _suspect),
        Fail = Interlocked.Read(ref _fail),
        SeriesWithHistory = _histories.Count,
    };

    /// <inheritdoc/>
    public Assessment Score(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var assessment = _options.Enabled ? Assess(observation) : Assessment.NotEvaluated;
        Count(assessment.Flag);
        return assessment;
    }

    /// <inheritdoc/>
    public void Learn(Observation observation, Assessment assessment)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(assessment);
        // An impossible value is no past to judge by; a doubtful one is, or a sensor that was moved would stay doubtful for ever.
        if (_options.Enabled && assessment.Flag != QualityFlag.Fail && double.IsFinite(observation.Value))
        {
            _histories.Learn(SeriesKey.Of(observation), new HistoryPoint(observation.Timestamp, observation.Value));
        }
    }

    private Assessment Assess(Observation observation)
    {
        var context = new ValidationContext(_latest, _histories.Before(SeriesKey.Of(observation), observation.Timestamp), _registry.Find(observation.Series.ReadingType));
        var combiner = new ConfidenceCombiner(_options);
        foreach (var validator in _validators)
        {
            combiner.Add(validator.Name, validator.Assess(observation, context));
        }

        return combiner.Result();
    }

    private void Count(QualityFlag flag)
    {
        switch (flag)
        {
            case QualityFlag.Good:
                Interlocked.Increment(ref _good);
                break;
            case QualityFlag.Suspect:
                Interlocked.Increment(ref _suspect);
                break;
            case QualityFlag.Fail:
                Interlocked.Increment(ref _fail);
                break;
            default:
                Interlocked.Increment(ref _notEvaluated);
                break;
        }
    }
}
