namespace Stratum.Node.Cli.Doctor;

/// <summary>What one look at the machine found.</summary>
/// <param name="Level">How it is.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Text">What was found, and what to do where something is wrong.</param>
internal sealed record Finding(FindingLevel Level, string Subject, string Text);
