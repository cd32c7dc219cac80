using System.Net;
using Stratum.Core;
using Stratum.Mesh.Budgets;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Links;

namespace Stratum.Mesh.Tests.Support;

/// <summary>An engine with a store in memory, hosted by <see cref="EngineWorld"/>.</summary>
internal sealed class WorldNode(EngineWorld world, byte number, Func<EngineSetup, EngineSetup> with, MemoryStore store)
{
    private readonly Dictionary<long, WorldLink> _links = [];
    private readonly Dictionary<long, BatchJudge> _judges = [];
    private readonly MeshCounters _counters = new();
    private MeshEngine _engine = null!;
    private EngineSetup _setup = null!;

    public NodeKey Key { get; } = Observations.Key(number);

    public MemoryStore Store => store;

    public Hash256 Certificate { get; } = new([.. Enumerable.Repeat((byte)(number + 100), 32)]);

    public IPEndPoint Address { get; } = new(new IPAddress([10, 0, 0, number]), 9001);

    public bool IsCut { get; private set; }

    public MeshCounters Counters => _counters;

    /// <summary>What the engine wanted reported, in order.</summary>
    public List<MeshAction> Reports { get; } = [];

    /// <summary>Names that a test answers; others are unknown.</summary>
    public Dictionary<string, IPAddress[]> Names { get; } = [];

    public IEnumerable<WorldLink> OpenLinks => _links.Values.Where(link => link.IsOpen);

    public EngineSetup Setup => _setup;

    public int LocalNodes => _engine.LocalNodes;

    public int LinksUp => _engine.LinksUp;

    public MeshStatus Status => _engine.Status(world.Now, new Stratum.Mesh.Transport.RefusalCounters());

    public long WakeUs => IsCut ? long.MaxValue : _engine.DueMs() is var due && due == long.MaxValue ? long.MaxValue : due * 1000;

    public MeshPeer AsPeer => new(null, Address.Address.ToString(), Address.Port);

    public void Start()
    {
        _setup = with(new EngineSetup
        {
            Self = Key.NodeId,
            NetworkId = "stratum",
            Policy = new AdmissionPolicy(AdmissionMode.Open, [], [], Key.NodeId),
            Store = store,
            Gate = new ObservationGate(new GateOptions(), new SeenCache(100_000), store, _ => false, ObservationVerifier.Verify),
            Counters = _counters,
            Random = new Random(number),
            Nonce = () => { var nonce = new byte[32]; world.Random.NextBytes(nonce); return nonce; },
            Incarnation = (ulong)world.Now.UnixMs,
            HeartbeatPort = () => 9002,
            Sign = message => Key.Sign(message.Span),
        });
        _engine = new MeshEngine(_setup, world.Now);
    }

    public void Handle(MeshEvent happened)
    {
        if (IsCut && happened is not MeshEvent.Lost)
        {
            return;
        }

        var actions = new List<MeshAction>();
        _engine.Handle(happened, world.Now, actions);
        foreach (var action in actions)
        {
            Do(action);
        }
    }

    public void Publish(params SignedObservation[] observations)
    {
        foreach (var observation in observations)
        {
            store.Add(observation);
        }

        Handle(new MeshEvent.Published(observations));
    }

    /// <summary>Breaks every connection and lets none come about.</summary>
    public void Cut()
    {
        foreach (var link in OpenLinks.ToArray())
        {
            EngineWorld.Break(link.Other);
            EngineWorld.Break(link);
        }

        IsCut = true;
    }

    public void Mend() => IsCut = false;

    public void Open(WorldLink link, int? slot)
    {
        _links.Add(link.Number, link);
        _judges.Add(link.Number, new BatchJudge(_setup.Gate, _counters, link.Number, new TokenBucket(1_000, 60_000)));
        Handle(new MeshEvent.Opened(link.Number, link.Facts, slot));
    }

    private void Do(MeshAction action)
    {
        switch (action)
        {
            case MeshAction.Send send when _links[send.Link].IsOpen:
                world.Deliver(_links[send.Link], send.Class, send.Frame);
                break;
            case MeshAction.Close close:
                world.Close(_links[close.Link]);
                break;
            case MeshAction.Take take:
                var judged = _judges[take.Link].Judge(take.Batch, take.Purpose, world.Now);
                var taken = _judges[take.Link].Complete(judged, store.IsStopped ? null : store.Submit(judged.Verified));
                Handle(new MeshEvent.Taken(take.Link, taken));
                break;
            case MeshAction.TakeWithdrawals statements:
                var (added, wrong) = Stratum.Mesh.Withdrawals.WithdrawalGate.Take(statements.Statements, _setup.Withdrawals);
                Handle(new MeshEvent.WithdrawalsTaken(statements.Link, added, wrong, statements.Statements.HasMore));
                break;
            case MeshAction.Dial dial:
                world.Dial(this, dial.Slot, dial.Address);
                break;
            case MeshAction.Resolve resolve:
                world.After(1, () => Handle(new MeshEvent.Resolved(resolve.Target, Names.GetValueOrDefault(resolve.Host, []), "unknown name")));
                break;
            case MeshAction.SendDatagram datagram:
                world.Deliver(this, datagram);
                break;
            case not MeshAction.Send:
                Reports.Add(action);
                break;
        }
    }
}
