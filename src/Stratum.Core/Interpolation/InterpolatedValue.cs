namespace Stratum.Core;

/// <summary>A value between stations.</summary>
/// <param name="Value">In the unit of the samples.</param>
/// <param name="Uncertainty">Weighted standard deviation of the samples around the value; null when one sample says nothing of spread.</param>
public readonly record struct InterpolatedValue(double Value, double? Uncertainty);
