using Stratum.Core;

namespace Stratum.Node.Hosting;

/// <summary>The truth about a node without peers: isolated since it started.</summary>
internal sealed class IsolatedMesh(NodeIdentity identity) : IMeshStatusSource
{
    public MeshStatus Status { get; } = new() { Partition = "isolated", SinceMs = identity.StartedAtMs };
}
