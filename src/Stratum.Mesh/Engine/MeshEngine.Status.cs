using Stratum.Core;
using Stratum.Mesh.Dialling;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Heartbeats;
using Stratum.Mesh.Links;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Engine;

/// <summary>The truth about links, for /status, /peers and the command line.</summary>
internal sealed partial class MeshEngine
{
    private static readonly string[] ClassNames = ["live", "sync", "bulk"];

    /// <summary>The state as it is now. The transports count what they refuse before there is a connection.</summary>
    public MeshStatus Status(Moment now, RefusalCounters transport) => new()
    {
        Partition = PartitionMonitor.NameOf(_partition.State),
        SinceMs = _partition.SinceMs,
        NetworkId = _setup.NetworkId,
        Peers = [.. _links.Links.Select(link => StatusOf(link, now)),
            .. _dials.Slots.Where(slot => slot.State != DialState.Up && !IsLinkedSlot(slot)).Select(StatusOf)],
        Refusals = [.. Enum.GetValues<RefusalReason>().Select(reason => RefusalsOf(reason, transport)).Where(count => count.Here + count.ByPeers > 0)],
        Nodes = [.. _heartbeats.Peers.Select(peer => NodeOf(peer, now))],
        Beacon = _setup.Beacon.Length > 0 ? _setup.Beacon : null,
        Received = Enum.GetValues<RejectReason>()
            .Where(reason => _setup.Counters.Received(reason) > 0)
            .ToDictionary(reason => reason == RejectReason.None ? "accepted" : RejectReasons.NameOf(reason), _setup.Counters.Received),
        Heartbeats = Enum.GetValues<HeartbeatVerdict>()
            .Where(verdict => _heartbeats.CountOf(verdict) > 0)
            .ToDictionary(HeartbeatVerdicts.NameOf, _heartbeats.CountOf),
        Forwarded = _setup.Counters.Forwarded,
        ForwardedBytes = _setup.Counters.BatchBytesSent,
        LeftToReconciliation = _setup.Counters.OutboxDropped + _links.Links.Sum(link => link.Outbox.Dropped),
    };

    private RefusalCount RefusalsOf(RefusalReason reason, RefusalCounters transport) => new(
        RefusalReasons.NameOf(reason), _setup.Counters.Refused(reason, byPeer: false) + transport.Of(reason), _setup.Counters.Refused(reason, byPeer: true));

    private bool IsLinkedSlot(DialSlot slot) => slot.LastPeer is { } peer && IsLinked(peer);

    private KnownNode NodeOf(HeartbeatPeer peer, Moment now) => new(
        peer.NodeId.ToString(),
        peer.Beacon.Length > 0 ? peer.Beacon : null,
        HeartbeatBook.StateOf(peer, now),
        peer.IsLinked,
        _links.Find(peer.NodeId)?.Pulse.RttMs,
        peer.Observations);

    private PeerStatus StatusOf(MeshLink link, Moment now)
    {
        var heartbeat = _heartbeats.Find(link.PeerId);
        return new PeerStatus
        {
            NodeId = link.PeerId.ToString(),
            Address = link.Address,
            Configured = _dials.NameOf(_dials.Find(link.Slot)),
            Transport = link.Facts.Transport,
            Direction = link.Facts.IsDialler ? "out" : "in",
            State = "up",
            SinceMs = link.Up.UnixMs,
            RttMs = link.Pulse.RttMs,
            ClockOffsetMs = link.Pulse.ClockOffsetMs,
            SoftwareVersion = link.Peer!.SoftwareVersion,
            Traffic = TrafficOf(link.Facts.Counters),
            Score = _scores.PointsOf(link.PeerId, now),
            Heartbeat = heartbeat is null ? "unknown" : HeartbeatBook.StateOf(heartbeat, now),
            Beacon = heartbeat is { Beacon.Length: > 0 } ? heartbeat.Beacon : null,
            LastBackfill = link.LastRun is { } run
                ? new PeerBackfill(run.EndedAtMs, run.Outcome, run.Received, run.Sent, run.DurationMs, link.LastRunBytes)
                : null,
        };
    }

    private PeerStatus StatusOf(DialSlot slot) => new()
    {
        NodeId = (slot.LastPeer ?? DialBook.PinnedOf(slot))?.ToString(),
        Address = slot.Address.ToString(),
        Configured = _dials.NameOf(slot),
        State = slot.State == DialState.Connecting ? "connecting"
            : slot.LastRefusal is RefusalReason.None or RefusalReason.Unreachable or RefusalReason.Shutdown ? "backoff" : "refused",
        SinceMs = slot.SinceMs,
        LastRefusal = slot.LastRefusal == RefusalReason.None ? null : RefusalReasons.NameOf(slot.LastRefusal),
        LastRefusalDetail = slot.LastDetail.Length > 0 ? slot.LastDetail : null,
    };

    private static PeerTraffic[] TrafficOf(TrafficCounters counters) =>
        [.. Enum.GetValues<TrafficClass>().Select(trafficClass => new PeerTraffic(
            ClassNames[(int)trafficClass],
            counters.FramesSent(trafficClass),
            counters.BytesSent(trafficClass),
            counters.FramesReceived(trafficClass),
            counters.BytesReceived(trafficClass)))];
}
