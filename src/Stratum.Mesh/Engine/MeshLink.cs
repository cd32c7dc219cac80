using Stratum.Core;
using Stratum.Mesh.Backfill;
using Stratum.Mesh.Budgets;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Links;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Engine;

/// <summary>A connection and, once its handshake is done, the link on it.</summary>
internal sealed class MeshLink(long number, ConnectionFacts facts, int? slot, Moment opened)
{
    // As many nodes as the mesh is made for.
    private const int SignersMax = 10_000;

    // A shuffle of eight every ten seconds in each direction, and the walks of joining nodes.
    private const double RecordsPerSecond = 20;
    private const double RecordsBurst = 200;

    private const double IdsPerSecond = 1_000;
    private const double IdsBurst = 60_000;

    public long Number { get; } = number;

    public ConnectionFacts Facts { get; } = facts;

    /// <summary>The dial slot that it serves.</summary>
    public int? Slot { get; } = slot;

    public NodeId PeerId => Facts.PeerId;

    public string Address => Facts.RemoteEndPoint.ToString();

    public Moment Opened { get; } = opened;

    /// <summary>What the peer signed of itself for others; null when it told none.</summary>
    public Membership.PeerRecord? Record { get; set; }

    /// <summary>Records that the peer may send: each costs a signature check.</summary>
    public TokenBucket Records { get; } = new(RecordsPerSecond, RecordsBurst);

    /// <summary>Hours before now that this node fills from the peer; 0: all that is kept.</summary>
    public required uint WindowHours { get; init; }

    /// <summary>Null once the link is up.</summary>
    public LinkHandshake? Handshake { get; set; }

    /// <summary>What the peer said of itself; null before the link is up.</summary>
    public PeerHello? Peer { get; set; }

    public bool IsUp => Peer is not null;

    /// <summary>Close was asked for: nothing more is sent or taken.</summary>
    public bool IsClosing { get; set; }

    public Moment Up { get; set; }

    /// <summary>The retention floor that the peer was told of this node, Unix seconds.</summary>
    public long ToldFloor { get; set; }

    public LinkPulse Pulse { get; } = new();

    public required Outbox Outbox { get; init; }

    public AnnouncementBox Announcements { get; } = new();

    /// <summary>Signers whose observations the peer wants announced, not pushed.</summary>
    public AgingSet<NodeId> Pruned { get; } = new(SignersMax);

    /// <summary>Ids that the peer may announce or ask for: as many as observations.</summary>
    public TokenBucket Ids { get; } = new(IdsPerSecond, IdsBurst);

    /// <summary>Gossip frames that have not left yet.</summary>
    public int GossipInFlight { get; set; }

    public required BackfillDriver Driver { get; init; }

    public required BackfillResponder Responder { get; init; }

    /// <summary>When the next run of reconciliation begins.</summary>
    public long BackfillDueMs { get; set; } = long.MaxValue;

    /// <summary>Whether a run came to its end since the link is up.</summary>
    public bool IsReconciled { get; set; }

    /// <summary>Runs one after the other that began early, because the one before had left hours to other links.</summary>
    public int RunsAgain { get; set; }

    /// <summary>Observations that the runs since the last one ended brought: the first of them travel on at once.</summary>
    public int SpreadInRun { get; set; }

    /// <summary>Bytes of reconciliation before the run that goes on.</summary>
    public long BytesBeforeRun { get; set; }

    /// <summary>Bytes of the run that ended last.</summary>
    public long LastRunBytes { get; set; }

    /// <summary>Bytes of reconciliation so far, both ways together.</summary>
    public long SyncBytes => Facts.Counters.BytesSent(TrafficClass.Sync) + Facts.Counters.BytesReceived(TrafficClass.Sync);

    /// <summary>The run that ended last, whoever drove it.</summary>
    public BackfillRun? LastRun => Driver.Last is { } own && (Responder.Last is not { } theirs || theirs.EndedAtMs <= own.EndedAtMs) ? own : Responder.Last;
}
