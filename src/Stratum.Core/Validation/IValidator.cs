namespace Stratum.Core;

/// <summary>One way to tell whether an observation can be right. Stateless or internally synchronised; called by one thread at a time.</summary>
public interface IValidator
{
    /// <summary>The name under which its weight and its score are known: "plausibility", "spatial", "temporal" or a custom one.</summary>
    string Name { get; }

    /// <summary>Scores an observation. Not assessed is never the same as passed.</summary>
    ValidatorResult Assess(Observation observation, IValidationContext context);
}

/// <summary>What a validator may look at.</summary>
public interface IValidationContext
{
    /// <summary>Newest observations of other stations, by place.</summary>
    ILatestObservations Neighbours { get; }

    /// <summary>Earlier observations of the same series, oldest first, bounded; the observation itself is not among them.</summary>
    IReadOnlyList<HistoryPoint> History { get; }

    /// <summary>The quantity's limits, or null for a reading type that the registry does not know.</summary>
    Quantity? Quantity { get; }
}

/// <summary>One earlier value of a series.</summary>
/// <param name="Timestamp">Unix seconds.</param>
/// <param name="Value">In the series' unit.</param>
public readonly record struct HistoryPoint(long Timestamp, double Value);

/// <summary>What a validator found.</summary>
/// <param name="Score">0 (wrong) .. 1 (right); null when not assessed.</param>
/// <param name="Reason">What a person should know, or null when there is nothing to say.</param>
/// <param name="HardFail">The value is impossible whatever else is known.</param>
public readonly record struct ValidatorResult(double? Score, string? Reason = null, bool HardFail = false)
{
    /// <summary>Too little was known to say anything.</summary>
    public static ValidatorResult NotAssessed(string reason) => new(null, reason);
}
