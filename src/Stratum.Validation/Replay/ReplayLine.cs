using Stratum.Core;

namespace Stratum.Validation;

/// <summary>One line of a history: an observation, an observation without a value, or a fault.</summary>
/// <param name="Observation">In the registry's unit; null when the line is faulty.</param>
/// <param name="Value">As it was written; NaN when there is none (QARTOD flag 9).</param>
/// <param name="Error">What is wrong with the line, or null.</param>
public readonly record struct ReplayLine(Observation? Observation, double Value, DraftError? Error)
{
    /// <summary>Whether there is a value to score.</summary>
    public bool IsScored => Observation is not null && !double.IsNaN(Value);
}
