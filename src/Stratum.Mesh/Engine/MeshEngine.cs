using Stratum.Core;
using Stratum.Mesh.Backfill;
using Stratum.Mesh.Dialling;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Heartbeats;
using Stratum.Mesh.Links;
using Stratum.Mesh.Membership;
using Stratum.Mesh.Transport;
using Stratum.Mesh.Withdrawals;

namespace Stratum.Mesh.Engine;

/// <summary>
/// A node's mesh as a state machine: events and the time go in, actions come out. No socket, no clock, no thread, no randomness of its own; one
/// caller at a time. What is slow or waits (verification, the store's writes, dialling, names) is an action whose result comes
/// back as an event, so that a host with sockets and a simulation with ten thousand nodes run the same code.
/// </summary>
internal sealed partial class MeshEngine
{
    private const long PartitionLookMs = 1_000;

    private readonly EngineSetup _setup;
    private readonly Dictionary<long, MeshLink> _connections = [];
    private readonly LinkTable<MeshLink> _links;
    private readonly PeerScores _scores = new();
    private readonly FanoutChoice _fanout;
    private readonly HourCache _hours;
    private readonly HourClaims _claims = new();
    private readonly DialBook _dials;
    private readonly HeartbeatBook _heartbeats;
    private readonly PartitionMonitor _partition;
    private readonly HourlyNotice _newerVersions = new();
    private readonly HourlyNotice _seriesRefused = new();
    private readonly long[] _refusedLoggedMs = [.. Enumerable.Repeat(long.MinValue, RefusalReasons.Count)];
    private readonly List<MeshLink> _targets = [];
    private readonly WithdrawalExchange _withdrawals;
    private int _observedLinks = -1;
    private long _observedMs;
    private bool _isStopping;

    public MeshEngine(EngineSetup setup, Moment now)
    {
        _setup = setup;
        _links = new LinkTable<MeshLink>(setup.Self, setup.LinksMax);
        _fanout = new FanoutChoice(setup.Fanout, setup.Random);
        _hours = new HourCache(setup.Store);
        _withdrawals = new WithdrawalExchange(setup.Withdrawals);
        _dials = new DialBook(setup.Peers, setup.Random, now);
        _heartbeats = new HeartbeatBook(setup, now);
        _partition = new PartitionMonitor(now);
        _passive = new PassiveView(setup.Views.PassiveMax, setup.Random);
        _lost = new LostPeers(setup.Views, setup.Random);
        _full = new FullNodes(setup.Views, setup.Random);
        // Nodes that start together do not act together.
        _shuffleDueMs = now.ElapsedMs + setup.Random.Next(setup.Views.ShuffleMs);
        _lookDueMs = now.ElapsedMs + setup.Views.LookMs;
    }

    /// <summary>Links that are up.</summary>
    public int LinksUp => _links.Count;

    /// <summary>Handles one event; what is to be done is added to <paramref name="actions"/>.</summary>
    public void Handle(MeshEvent happened, Moment now, List<MeshAction> actions)
    {
        switch (happened)
        {
            case MeshEvent.Opened opened:
                OnOpened(opened, now, actions);
                break;
            case MeshEvent.Arrived arrived:
                OnArrived(arrived, now, actions);
                break;
            case MeshEvent.Sent sent:
                OnSent(sent, now, actions);
                break;
            case MeshEvent.Taken taken:
                OnTaken(taken, now, actions);
                break;
            case MeshEvent.WithdrawalsTaken taken:
                OnWithdrawalsTaken(taken, now, actions);
                break;
            case MeshEvent.Withdrawn withdrawn:
                WithdrawalExchange.Spread(withdrawn.Added, from: null, _connections.Values, actions);
                break;
            case MeshEvent.Lost lost:
                OnLost(lost, now, actions);
                break;
            case MeshEvent.DialFailed failed:
                OnDialFailed(failed, now, actions);
                break;
            case MeshEvent.Resolved resolved:
                _dials.OnResolved(resolved.Target, resolved.Addresses, resolved.Detail, now);
                break;
            case MeshEvent.Found found:
                OnFound(found.Node, now);
                break;
            case MeshEvent.Published published:
                OnPublished(published, now, actions);
                break;
            case MeshEvent.DatagramArrived datagram:
                _heartbeats.Receive(datagram.From, datagram.Bytes.Span, now);
                break;
            case MeshEvent.Stopping:
                OnStopping(now, actions);
                break;
        }

        Elapse(now, actions);
    }

    /// <summary>When to send <see cref="MeshEvent.Elapsed"/> at the latest, if nothing else happens before.</summary>
    public long DueMs()
    {
        var due = _isStopping ? long.MaxValue
            : Math.Min(Math.Min(_dials.DueMs(IsLinked), _heartbeats.DueMs), Math.Min(_tree.DueMs, Math.Min(MembershipDueMs, _localDueMs)));
        foreach (var link in _connections.Values)
        {
            if (!link.IsClosing)
            {
                due = Math.Min(due, DueOf(link));
            }
        }

        return due;
    }

    private static long DueOf(MeshLink link) => link.Handshake is { } handshake
        ? handshake.DueMs
        : Math.Min(
            Math.Min(Math.Min(link.Pulse.DueMs, link.Announcements.DueMs),
                Math.Min(link.Driver.DueMs, link.Driver.IsRunning ? long.MaxValue : link.BackfillDueMs)),
            link.GossipInFlight < GossipInFlightMax ? link.Outbox.DueMs : long.MaxValue);

    private void Elapse(Moment now, List<MeshAction> actions)
    {
        foreach (var link in _connections.Values.ToArray())
        {
            if (link.IsClosing)
            {
                continue;
            }

            if (link.Handshake is { } handshake)
            {
                Do(link, handshake.Handle(new HandshakeEvent.Elapsed(now)), now, actions);
            }
            else
            {
                ElapseLink(link, now, actions);
            }
        }

        if (!_isStopping)
        {
            ElapseTree(now, actions);
            ElapseMembership(now, actions);
            ElapseLocal(now);
            _dials.Elapse(IsLinked, now, actions);
            _heartbeats.Elapse(now, actions);
            ObservePartition(now, actions);
        }
    }

    private void ElapseLink(MeshLink link, Moment now, List<MeshAction> actions)
    {
        if (link.Pulse.IsSilent(now))
        {
            Goodbye(link, RefusalReason.Silent, $"nothing heard for {LinkPulse.SilenceMs / 1000} s", now, actions);
            return;
        }

        if (now.ElapsedMs >= link.Pulse.PingDueMs)
        {
            if (Math.Max(0, _setup.Store.RetentionFloor) < link.ToldFloor)
            {
                // Hello is where a peer learns of it, and until then it sends nothing that is older.
                Goodbye(link, Transport.RefusalReason.Shutdown, "the retention floor came down", now, actions);
                return;
            }

            Send(link, new Protos.Frame { Ping = link.Pulse.Next(now) }, actions);
        }

        Flush(link, now, actions);
        FlushAnnouncements(link, now, actions);
        ElapseBackfill(link, now, actions);
    }

    private bool IsLinked(NodeId peer) => _links.Find(peer) is not null;

    private void ObservePartition(Moment now, List<MeshAction> actions)
    {
        // Links are what it mostly follows; what else is known changes slowly and takes a walk over all of it.
        if (_links.Count == _observedLinks && now.ElapsedMs - _observedMs < PartitionLookMs)
        {
            return;
        }

        (_observedLinks, _observedMs) = (_links.Count, now.ElapsedMs);
        var known = _heartbeats.Known + _dials.CountOthers(peer => _heartbeats.Find(peer) is not null);
        if (_partition.Observe(_links.Count, known, now))
        {
            actions.Add(new MeshAction.PartitionChanged(_partition.State, _links.Count, known));
        }
    }

    private static void Send(MeshLink link, Protos.Frame frame, List<MeshAction> actions) =>
        actions.Add(new MeshAction.Send(link.Number, TrafficClass.Live, frame));
}
