using System.Net;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Transport;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Tests.Support;

/// <summary>Engines on a virtual clock, with connections that take a fixed time and keep order. Every frame goes through its bytes.</summary>
internal sealed class EngineWorld(int seed = 1)
{
    private readonly PriorityQueue<Action, (long AtUs, long Order)> _due = new();
    private readonly List<WorldNode> _nodes = [];
    private long _order;
    private long _nowUs;
    private long _links;

    /// <summary>One way.</summary>
    public long DelayMs { get; set; } = 10;

    public long StartUnixMs { get; } = 1_800_000_000_000;

    public Random Random { get; } = new(seed);

    public Moment Now => new(_nowUs, StartUnixMs + (_nowUs / 1000));

    public long UnixSeconds => Now.UnixSeconds;

    /// <summary>Every frame that was delivered: from, to, frame, bytes.</summary>
    public List<(WorldNode From, WorldNode To, Protos.Frame Frame, int Bytes)> Delivered { get; } = [];

    public List<MeshAction.SendDatagram> Datagrams { get; } = [];

    public WorldNode AddNode(byte number, Func<EngineSetup, EngineSetup>? with = null, MemoryStore? store = null)
    {
        var node = new WorldNode(this, number, with ?? (setup => setup), store ?? new MemoryStore());
        _nodes.Add(node);
        node.Start();
        return node;
    }

    public void After(long ms, Action action) => _due.Enqueue(action, (_nowUs + (ms * 1000), _order++));

    /// <summary>Lets time pass.</summary>
    public void Run(long ms)
    {
        var endUs = _nowUs + (ms * 1000);
        while (true)
        {
            var wakeUs = _nodes.Min(node => node.WakeUs);
            var eventUs = _due.TryPeek(out _, out var key) ? key.AtUs : long.MaxValue;
            var nextUs = Math.Min(wakeUs, eventUs);
            if (nextUs > endUs)
            {
                break;
            }

            _nowUs = Math.Max(_nowUs, nextUs);
            if (eventUs <= wakeUs)
            {
                _due.Dequeue()();
            }
            else
            {
                _nodes.First(node => node.WakeUs == wakeUs).Handle(new MeshEvent.Elapsed());
            }
        }

        _nowUs = endUs;
    }

    internal void Dial(WorldNode dialler, int slot, IPEndPoint address)
    {
        var listener = _nodes.FirstOrDefault(node => node.Address.Equals(address));
        if (listener is null || listener.IsCut || dialler.IsCut)
        {
            After(DelayMs, () => dialler.Handle(new MeshEvent.DialFailed(slot, RefusalReason.Unreachable, "nobody there")));
            return;
        }

        After(DelayMs, () => Connect(dialler, slot, listener));
    }

    internal void Deliver(WorldLink link, TrafficClass trafficClass, Protos.Frame frame)
    {
        var bytes = FrameCodec.ToBytes(frame);
        link.Owner.Handle(new MeshEvent.Sent(link.Number, frame.BodyCase == Protos.Frame.BodyOneofCase.Gossip));
        link.Counters.OnSent(trafficClass, bytes.Length);
        After(DelayMs, () =>
        {
            var other = link.Other;
            if (!other.IsOpen)
            {
                return;
            }

            FrameCodec.TryParse(bytes, IMeshConnection.FrameBytesMax, out var parsed);
            other.Counters.OnReceived(trafficClass, bytes.Length);
            Delivered.Add((link.Owner, other.Owner, parsed!, bytes.Length));
            other.Owner.Handle(new MeshEvent.Arrived(other.Number, parsed));
        });
    }

    internal void Deliver(WorldNode from, MeshAction.SendDatagram datagram)
    {
        Datagrams.Add(datagram);
        var to = _nodes.FirstOrDefault(node => node.Address.Address.Equals(datagram.To.Address));
        if (!from.IsCut && to is not null)
        {
            After(DelayMs, () => to.Handle(new MeshEvent.DatagramArrived(from.Address.Address, datagram.Bytes)));
        }
    }

    internal void Close(WorldLink link)
    {
        if (!link.IsOpen)
        {
            return;
        }

        link.IsOpen = false;
        After(0, () => link.Owner.Handle(new MeshEvent.Lost(link.Number, RefusalReason.Unreachable, "closed")));
        After(DelayMs, () => Break(link.Other));
    }

    internal static void Break(WorldLink link)
    {
        if (link.IsOpen)
        {
            link.IsOpen = false;
            link.Owner.Handle(new MeshEvent.Lost(link.Number, RefusalReason.Unreachable, "broke"));
        }
    }

    private void Connect(WorldNode dialler, int slot, WorldNode listener)
    {
        var (near, far) = WorldLink.Pair(dialler, listener, ++_links, ++_links);
        listener.Open(far, null);
        dialler.Open(near, slot);
    }
}
