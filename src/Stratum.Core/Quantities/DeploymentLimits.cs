namespace Stratum.Core;

/// <summary>A quantity's own limits in a room or at a probe.</summary>
/// <param name="Hard">Impossible outside; null when the quantity's own hard limit holds there too.</param>
/// <param name="Soft">Unusual outside; null when nothing is unusual there.</param>
public sealed record DeploymentLimits(ValueRange? Hard, ValueRange? Soft);
