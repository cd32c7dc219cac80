namespace Stratum.Core;

/// <summary>One look at the clocks and at what is said of them.</summary>
/// <param name="WallSeconds">Unix seconds that this machine's clock shows.</param>
/// <param name="Elapsed">Time since any fixed moment by a clock that nobody can set.</param>
/// <param name="Testimony">What others say at that moment.</param>
public readonly record struct ClockReading(long WallSeconds, TimeSpan Elapsed, ClockTestimony Testimony);
