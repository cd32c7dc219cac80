namespace Stratum.Storage;

/// <summary>A part of one series in order of time.</summary>
/// <param name="Timestamps">Unix seconds.</param>
/// <param name="Values">The values at these instants.</param>
public readonly record struct SeriesValues(ReadOnlyMemory<long> Timestamps, ReadOnlyMemory<double> Values);
