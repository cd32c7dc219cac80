namespace Stratum.Storage;

/// <summary>What is to be done about the retention floor now.</summary>
internal enum RetentionStep
{
    /// <summary>Nothing.</summary>
    Stay,

    /// <summary>Days have become old: the floor rises.</summary>
    Raise,

    /// <summary>Days would be old by this machine's clock, but nothing speaks for it: wait.</summary>
    Wait,

    /// <summary>The floor lies in the future, and the clock is confirmed: it comes down.</summary>
    Lower,
}

/// <summary>One decision.</summary>
/// <param name="Step">What to do.</param>
/// <param name="FloorDay">The first day to keep, for <see cref="RetentionStep.Raise"/> and <see cref="RetentionStep.Lower"/>.</param>
/// <param name="Reason">Why, one line for the log and the operator.</param>
internal readonly record struct RetentionDecision(RetentionStep Step, long FloorDay, string Reason);
