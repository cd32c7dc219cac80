namespace Stratum.Core;

/// <summary>Who this node is, for /status, /health and log lines.</summary>
/// <param name="NodeId">The public key.</param>
/// <param name="Name">The operator's name for it; may be "".</param>
/// <param name="Version">Software version.</param>
/// <param name="StartedAtMs">Unix milliseconds at which the process started to serve.</param>
public sealed record NodeIdentity(NodeId NodeId, string Name, string Version, long StartedAtMs);
