namespace Stratum.Validation;

/// <summary>What interpolation needs to know of a quantity.</summary>
/// <param name="LapsePerMetre">Expected change with height.</param>
/// <param name="ScaleFloor">Smallest scale in a dense network.</param>
internal readonly record struct InterpolationRule(double LapsePerMetre, double ScaleFloor);
