using System.Net;
using Stratum.Core;

namespace Stratum.Mesh.Heartbeats;

/// <summary>A node that this node had a link with, and what its heartbeats said.</summary>
internal sealed class HeartbeatPeer(NodeId nodeId)
{
    public NodeId NodeId { get; } = nodeId;

    /// <summary>The address that a link authenticated; heartbeats go nowhere else.</summary>
    public required IPEndPoint Address { get; set; }

    public bool IsLinked { get; set; }

    /// <summary>When the last link ended or the last heartbeat came.</summary>
    public long LastSignMs { get; set; }

    /// <summary>The last heartbeat; null before the first.</summary>
    public long? HeardMs { get; set; }

    public ulong Incarnation { get; set; }

    public ulong Sequence { get; set; }

    /// <summary>Where it says that it is: a geohash, or "".</summary>
    public string Beacon { get; set; } = "";

    /// <summary>How many observations it says that it holds; null before the first heartbeat.</summary>
    public long? Observations { get; set; }

    /// <summary>How far its clock is ahead, give or take the way of the datagram.</summary>
    public long ClockOffsetMs { get; set; }
}
