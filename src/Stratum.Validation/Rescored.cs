using Stratum.Core;

namespace Stratum.Validation;

/// <summary>The second score of an observation, made when its window closed; it replaces the first.</summary>
/// <param name="Observation">What was said.</param>
/// <param name="Assessment">What all that were heard in the window make of it.</param>
public readonly record struct Rescored(Observation Observation, Assessment Assessment);
