namespace Stratum.Core;

/// <summary>Withdrawn seconds of a series.</summary>
/// <param name="From">The first.</param>
/// <param name="To">Behind the last.</param>
/// <param name="Id">The statement that says so.</param>
public readonly record struct WithdrawnRange(long From, long To, Hash256 Id);
