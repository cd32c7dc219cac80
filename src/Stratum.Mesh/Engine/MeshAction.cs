using System.Net;
using Stratum.Core;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Engine;

/// <summary>What the engine wants done. Actions on one link are done in order.</summary>
internal abstract record MeshAction
{
    /// <summary>Queue a frame; <see cref="MeshEvent.Sent"/> tells when it left.</summary>
    internal sealed record Send(long Link, TrafficClass Class, Frame Frame) : MeshAction;

    /// <summary>Close once the queued frames are out. Nothing more is said of this link.</summary>
    internal sealed record Close(long Link) : MeshAction;

    /// <summary>Judge a batch, store what passes, and answer with <see cref="MeshEvent.Taken"/>. The link's next frame waits for it.</summary>
    internal sealed record Take(long Link, ObservationBatch Batch, BatchPurpose Purpose) : MeshAction;

    /// <summary>Verify withdrawals, keep what is new, and answer with <see cref="MeshEvent.WithdrawalsTaken"/>. The link's next frame waits for it.</summary>
    internal sealed record TakeWithdrawals(long Link, Protos.Withdrawals Statements) : MeshAction;

    internal sealed record Dial(int Slot, IPEndPoint Address) : MeshAction;

    internal sealed record Resolve(int Target, string Host) : MeshAction;

    internal sealed record SendDatagram(IPEndPoint To, ReadOnlyMemory<byte> Bytes) : MeshAction;

    /// <summary>For the log: a link is up.</summary>
    internal sealed record LinkUp(long Link, NodeId Peer, string Address, string Transport, bool IsDialler, string SoftwareVersion) : MeshAction;

    /// <summary>For the log: a link that was up is down.</summary>
    internal sealed record LinkDown(NodeId Peer, string Address, RefusalReason Reason, string Detail, bool ByPeer) : MeshAction;

    /// <summary>For the log: a link did not come about.</summary>
    internal sealed record Refused(NodeId? Peer, string Address, RefusalReason Reason, string Detail, bool ByPeer) : MeshAction;

    /// <summary>For the log: a run of reconciliation that moved something, or failed.</summary>
    internal sealed record Backfilled(NodeId Peer, long Received, long Sent, string Outcome) : MeshAction;

    /// <summary>For the log, once per signer and hour: observations of a version that this program does not know.</summary>
    internal sealed record NewerVersionSeen(NodeId Signer) : MeshAction;

    /// <summary>A signer began more series today than it may here.</summary>
    internal sealed record SeriesRefused(NodeId Signer) : MeshAction;

    /// <summary>For the log: the state of the partition changed.</summary>
    internal sealed record PartitionChanged(PartitionState State, int LinksUp, int Known) : MeshAction;
}
