using System.Net;
using Stratum.Core;
using Stratum.Mesh.Discovery;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Engine;

/// <summary>What happens to a node's mesh. The time comes beside it.</summary>
internal abstract record MeshEvent
{
    /// <summary>A connection is there; <paramref name="Slot"/> is the dial slot that asked for it, or null for an inbound one.</summary>
    internal sealed record Opened(long Link, ConnectionFacts Facts, int? Slot) : MeshEvent;

    /// <summary>A frame came; null when it could not be parsed.</summary>
    internal sealed record Arrived(long Link, Frame? Frame) : MeshEvent;

    /// <summary>A frame left the queue.</summary>
    internal sealed record Sent(long Link, bool IsGossip) : MeshEvent;

    /// <summary>A batch that the engine asked to be taken was judged, and what passed is durable.</summary>
    internal sealed record Taken(long Link, TakenBatch Batch) : MeshEvent;

    /// <summary>Withdrawals that a link brought were judged.</summary>
    internal sealed record WithdrawalsTaken(long Link, IReadOnlyList<SignedWithdrawal> Added, int Wrong, bool HasMore) : MeshEvent;

    /// <summary>This node's operator withdrew something.</summary>
    internal sealed record Withdrawn(IReadOnlyList<SignedWithdrawal> Added) : MeshEvent;

    /// <summary>The connection ended.</summary>
    internal sealed record Lost(long Link, RefusalReason Reason, string Detail) : MeshEvent;

    internal sealed record DialFailed(int Slot, RefusalReason Reason, string Detail) : MeshEvent;

    /// <summary>A host name has these addresses; none when it could not be resolved.</summary>
    internal sealed record Resolved(int Target, IReadOnlyList<IPAddress> Addresses, string Detail) : MeshEvent;

    /// <summary>A node was found in the local network, or took its announcement back.</summary>
    internal sealed record Found(FoundNode Node) : MeshEvent;

    /// <summary>Observations that entered the mesh at this node became durable.</summary>
    internal sealed record Published(IReadOnlyList<SignedObservation> Observations) : MeshEvent;

    internal sealed record DatagramArrived(IPAddress From, ReadOnlyMemory<byte> Bytes) : MeshEvent;

    /// <summary>Time went by.</summary>
    internal sealed record Elapsed : MeshEvent;

    /// <summary>The node stops: say goodbye to every link.</summary>
    internal sealed record Stopping : MeshEvent;
}
