namespace Stratum.Core;

/// <summary>One message, for people who look for it.</summary>
/// <param name="Topic">Its topic, shortened.</param>
/// <param name="Reason">What became of it and why; empty when there is nothing to say.</param>
/// <param name="AtMs">Unix milliseconds of its coming.</param>
public sealed record MessageNote(string Topic, string Reason, long AtMs);
