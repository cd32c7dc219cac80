using System.Net;
using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;

namespace Stratum.Simulation.Mesh;

/// <summary>Engines on a virtual clock. The same seed gives the same run, event by event.</summary>
internal sealed partial class SimWorld
{
    // The doubling ends here.
    private const double RetransmitMsMax = 3_000;

    private readonly PriorityQueue<Action, (long AtUs, long Order)> _due = new();
    private readonly Dictionary<IPAddress, SimNode> _byAddress = [];
    private readonly List<SimNode> _nodes = [];
    private readonly Dictionary<ContentId, SignedObservation> _shared = [];
    private long _order;
    private long _nowUs;
    private long _lastLink;

    public SimWorld(SimOptions options)
    {
        Options = options;
        Random = new Random(options.Seed);
    }

    public SimOptions Options { get; }

    public Random Random { get; }

    public Ledger Ledger { get; } = new();

    public IReadOnlyList<SimNode> Nodes => _nodes;

    public long NowUs => _nowUs;

    /// <summary>2027-01-15: an hour that has just begun.</summary>
    public static long StartUnixMs => 1_800_000_000_000;

    public long UnixMs => StartUnixMs + (_nowUs / 1000);

    /// <summary>Whether what the first node sends to the second is lost. Null: there is no partition.</summary>
    public Func<SimNode, SimNode, bool>? IsCut { get; private set; }

    public long Events { get; private set; }

    /// <summary>A node that starts now; it has the first nodes configured unless others are given.</summary>
    public SimNode Add(SimBehaviour behaviour = SimBehaviour.Honest, IReadOnlyList<SimNode>? configured = null)
    {
        var node = new SimNode(this, _nodes.Count, behaviour, configured ?? [.. _nodes.Take(Options.Bootstraps)]);
        _nodes.Add(node);
        _byAddress.Add(node.Address.Address, node);
        _byId.Add(node.Id.ToString(), node);
        node.Start();
        return node;
    }

    /// <summary>The one instance of an observation that all stores hold: ten thousand copies would be gigabytes.</summary>
    public SignedObservation Shared(SignedObservation observation) =>
        _shared.TryGetValue(observation.ContentId, out var known) ? known : _shared[observation.ContentId] = observation;

    public void At(double afterMs, Action action) => _due.Enqueue(action, (_nowUs + (long)(afterMs * 1000), _order++));

    /// <summary>Lets time pass.</summary>
    public void Run(double ms)
    {
        var endUs = _nowUs + (long)(ms * 1000);
        while (_due.TryPeek(out _, out var next) && next.AtUs <= endUs)
        {
            _nowUs = Math.Max(_nowUs, next.AtUs);
            Events++;
            _due.Dequeue()();
        }

        _nowUs = endUs;
    }

    /// <summary>Runs until the condition holds, at most so long; how long it took, or null.</summary>
    public double? RunUntil(Func<bool> condition, double maxMs, double stepMs = 1_000)
    {
        for (var ms = 0.0; ms <= maxMs; ms += stepMs)
        {
            if (condition())
            {
                return ms;
            }

            Run(stepMs);
        }

        return null;
    }

    /// <summary>Begins or ends a partition. Links that cross it break once their ends notice.</summary>
    public void Cut(Func<SimNode, SimNode, bool>? isCut)
    {
        IsCut = isCut;
        if (isCut is null)
        {
            return;
        }

        foreach (var link in _nodes.SelectMany(static node => node.OpenLinks).Where(link => isCut(link.Owner, link.Other.Owner)).ToArray())
        {
            link.IsStuck = true;
            At(Options.BreakMs * (0.5 + (Random.NextDouble() * 0.5)), () => Break(link));
        }
    }

    internal void Dial(SimNode dialler, int slot, IPEndPoint address)
    {
        if (!_byAddress.TryGetValue(address.Address, out var listener) || !listener.IsRunning || IsCutBetween(dialler, listener)
            || IsCutBetween(listener, dialler))
        {
            At(3 * Options.DelayMs, () => dialler.Handle(new MeshEvent.DialFailed(slot, RefusalReason.Unreachable, "nobody there")));
            return;
        }

        var (there, back) = (SimPath.Between(Options, dialler, listener), SimPath.Between(Options, listener, dialler));
        // A connection and TLS: three ways.
        At((2 * there.DelayMs) + back.DelayMs, () =>
        {
            if (listener.IsRunning && dialler.IsRunning)
            {
                var near = new SimLink(dialler, ++_lastLink, FactsOf(dialler, listener, isDialler: true), there, this);
                var far = new SimLink(listener, ++_lastLink, FactsOf(listener, dialler, isDialler: false), back, this);
                (near.Other, far.Other) = (far, near);
                listener.Open(far, null);
                dialler.Open(near, slot);
            }
            else
            {
                dialler.Handle(new MeshEvent.DialFailed(slot, RefusalReason.Unreachable, "gone"));
            }
        });
    }

    internal void Deliver(SimLink link, TrafficClass trafficClass, Frame frame)
    {
        var bytes = frame.CalculateSize();
        var startUs = Math.Max(_nowUs, link.FreeUs);
        link.FreeUs = startUs + (long)(bytes * 1e6 / link.Path.BytesPerSecond);
        link.Facts.Counters.OnSent(trafficClass, bytes);
        At((link.FreeUs - _nowUs) / 1000.0, () => link.Owner.Handle(new MeshEvent.Sent(link.Number, frame.BodyCase == Frame.BodyOneofCase.Gossip)));
        if (link.IsVoid)
        {
            return;
        }

        if (link.IsStuck || IsCutBetween(link.Owner, link.Other.Owner))
        {
            link.IsStuck = true;
            At(Options.BreakMs, () => Break(link));
            return;
        }

        var (retransmittedMs, isBroken) = Retransmissions(bytes, link.Path.Loss);
        var arrivalMs = ((link.FreeUs - _nowUs) / 1000.0) + link.Path.DelayMs + retransmittedMs;
        if (isBroken)
        {
            At(arrivalMs, () => Break(link));
            return;
        }

        link.LastArrivalUs = Math.Max(link.LastArrivalUs, _nowUs + (long)(arrivalMs * 1000));
        At((link.LastArrivalUs - _nowUs) / 1000.0, () =>
        {
            var other = link.Other;
            if (other.IsOpen && !link.IsStuck)
            {
                other.Facts.Counters.OnReceived(trafficClass, bytes);
                Ledger.OnFrame(frame, bytes);
                other.Owner.Arrive(other, frame);
            }
        });
    }

    /// <summary>How much later a frame is whole because of lost packets. They are sent again side by side: the one with the worst luck counts.</summary>
    internal (double Ms, bool IsBroken) Retransmissions(int bytes, double loss)
    {
        var (ms, retransmit) = (0.0, Options.RetransmitMs);
        if (loss == 0)
        {
            return (0, false);
        }

        var packets = (bytes + Options.PacketBytes - 1) / Options.PacketBytes;
        for (var tries = 0; ; tries++)
        {
            var lost = 0;
            for (var packet = 0; packet < packets; packet++)
            {
                lost += Random.NextDouble() < loss ? 1 : 0;
            }

            if (lost == 0)
            {
                return (ms, false);
            }

            ms += retransmit;
            retransmit = Math.Min(retransmit * 2, RetransmitMsMax);
            if (tries >= Options.RetransmitsMax)
            {
                return (ms, true);
            }

            packets = lost;
        }
    }

    internal void Close(SimLink link)
    {
        if (link.IsOpen)
        {
            link.IsOpen = false;
            link.Owner.Forget(link);
            At(0, () => link.Owner.Handle(new MeshEvent.Lost(link.Number, RefusalReason.Unreachable, "closed")));
            // What was sent before comes before the end of the connection.
            At(((Math.Max(link.LastArrivalUs, _nowUs) - _nowUs) / 1000.0) + link.Path.DelayMs, () => Drop(link.Other));
        }
    }

    internal static void Break(SimLink link)
    {
        Drop(link);
        Drop(link.Other);
    }

    private static void Drop(SimLink link)
    {
        if (link.IsOpen)
        {
            link.IsOpen = false;
            link.Owner.Forget(link);
            link.Owner.Handle(new MeshEvent.Lost(link.Number, RefusalReason.Unreachable, "broke"));
        }
    }

    private bool IsCutBetween(SimNode from, SimNode to) => IsCut?.Invoke(from, to) == true;

    private static ConnectionFacts FactsOf(SimNode own, SimNode peer, bool isDialler) => new()
    {
        Transport = "simulated",
        IsDialler = isDialler,
        PeerId = peer.Id,
        RemoteEndPoint = peer.Address,
        LocalCertificate = own.Id.PublicKey,
        PeerCertificate = peer.Id.PublicKey,
        Counters = new TrafficCounters(),
    };
}
