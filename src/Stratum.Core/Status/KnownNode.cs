namespace Stratum.Core;

/// <summary>A node that this one has a link with, or had one lately, by its heartbeats.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Beacon">Where it says that it is, a geohash; null when it does not.</param>
/// <param name="State">"alive", "suspect", "down" or "unknown".</param>
/// <param name="IsLinked">Whether a link is up.</param>
/// <param name="RttMs">Smoothed round-trip time of the link; null without one.</param>
/// <param name="Observations">How many observations it says that it holds; null before its first heartbeat.</param>
public sealed record KnownNode(string NodeId, string? Beacon, string State, bool IsLinked, double? RttMs, long? Observations);
