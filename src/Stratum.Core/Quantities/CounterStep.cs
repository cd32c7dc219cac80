namespace Stratum.Core;

/// <summary>A change of a counter.</summary>
/// <param name="Change">What it did.</param>
/// <param name="Amount">What was counted, in the quantity's unit; 0 or more, and 0 for what is no count.</param>
/// <param name="GapSeconds">Since the value that it is counted from.</param>
public readonly record struct CounterStep(CounterChange Change, double Amount, long GapSeconds);
