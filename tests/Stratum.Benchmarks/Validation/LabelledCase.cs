using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>Observations with what is known of each; the labels never reach the scorer.</summary>
/// <param name="Observations">What the stations said.</param>
/// <param name="Labels">Index into the set's kinds: 0 right, above 0 an error of that kind, below 0 not counted.</param>
internal sealed record LabelledCase(IReadOnlyList<Observation> Observations, IReadOnlyList<int> Labels);
