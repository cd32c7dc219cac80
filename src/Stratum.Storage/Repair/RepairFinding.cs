namespace Stratum.Storage;

/// <summary>One thing that a repair looked at and found wrong.</summary>
/// <param name="Found">What is wrong.</param>
/// <param name="Done">What was done about it; null when nothing was.</param>
/// <param name="Remedy">What would help, when nothing was done.</param>
public sealed record RepairFinding(string Found, string? Done, string? Remedy);
