using Stratum.Core;

namespace Stratum.Validation;

/// <summary>A neighbour's observation in comparable terms.</summary>
/// <param name="Observation">What it said.</param>
/// <param name="Value">In the terms of the quantity's comparison mode.</param>
/// <param name="DistanceKm">From the observation that is judged.</param>
/// <param name="IsStranger">Whether the operator does not know its signer.</param>
internal readonly record struct Neighbour(Observation Observation, double Value, double DistanceKm, bool IsStranger);
