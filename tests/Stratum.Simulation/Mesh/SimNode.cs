using System.Net;
using Stratum.Core;
using Stratum.Mesh;
using Stratum.Mesh.Budgets;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Links;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;

namespace Stratum.Simulation.Mesh;

/// <summary>An engine with a store in memory.</summary>
internal sealed partial class SimNode
{
    private readonly SimWorld _world;
    private readonly IReadOnlyList<SimNode> _configured;
    private readonly NodeKey? _key;
    private readonly long _skewMs;
    private readonly Dictionary<long, SimLink> _links = [];
    private readonly Dictionary<long, BatchJudge> _judges = [];
    private readonly Dictionary<ContentId, byte> _hops = [];
    private readonly Series _series;
    private MeshEngine? _engine;
    private ObservationGate _gate = null!;
    private long _wakeUs = long.MaxValue;
    private long _starts;

    public SimNode(SimWorld world, int number, SimBehaviour behaviour, IReadOnlyList<SimNode> configured)
    {
        (_world, Number, Behaviour, _configured) = (world, number, behaviour, configured);
        // A private network: all nodes of one laboratory.
        Address = new IPEndPoint(new IPAddress([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]), 9001);
        var seed = new byte[NodeKey.SeedSize];
        world.Random.NextBytes(seed);
        _key = world.Options.IsSigned ? NodeKey.FromSeed(seed) : null;
        Id = _key?.NodeId ?? new NodeId(new Hash256(seed));
        _skewMs = world.Random.NextInt64(-world.Options.ClockSkewMs, world.Options.ClockSkewMs + 1);
        var texts = new string[TextFields.Count];
        Array.Fill(texts, "");
        texts[(int)TextField.DeviceId] = $"station-{number}";
        texts[(int)TextField.ReadingType] = "temperature";
        texts[(int)TextField.Unit] = "degC";
        texts[(int)TextField.DataLicense] = ObservationBuilder.DefaultLicense;
        _series = new Series(Id, 1, texts);
    }

    public int Number { get; }

    public NodeId Id { get; }

    public IPEndPoint Address { get; }

    public SimStore Store { get; private set; } = new();

    public bool IsRunning => _engine is not null;

    public SimBehaviour Behaviour { get; }

    public bool IsHonest => Behaviour == SimBehaviour.Honest;

    public int LinksUp => _engine?.LinksUp ?? 0;

    public MeshCounters Counters { get; private set; } = new();

    public IEnumerable<SimLink> OpenLinks => _links.Values.Where(static link => link.IsOpen);

    /// <summary>Nodes that it has links with.</summary>
    public IEnumerable<SimNode> Neighbours => OpenLinks.Select(static link => link.Other.Owner);

    /// <summary>What it says of itself and others; null while it does not run.</summary>
    public MeshStatus? Status => _engine?.Status(Now, new RefusalCounters());

    private Moment Now => new(_world.NowUs, _world.UnixMs + _skewMs);

    public void Start()
    {
        var options = _world.Options;
        Counters = new MeshCounters();
        _gate = new ObservationGate(new GateOptions(), new SeenCache(20_000), Store, _ => false, options.IsSigned ? ObservationVerifier.Verify : VerifyStub);
        _engine = new MeshEngine(
            new EngineSetup
            {
                Self = Id,
                NetworkId = "simulated",
                Policy = new AdmissionPolicy(AdmissionMode.Open, [], [], Id),
                Store = Store,
                Gate = _gate,
                Counters = Counters,
                Random = new Random(_world.Random.Next()),
                Nonce = NextNonce,
                Incarnation = (ulong)(_world.UnixMs + ++_starts),
                ListenAddresses = () => [Address.ToString()],
                HeartbeatPort = () => options.HasHeartbeats ? SimWorld.HeartbeatPort : 0,
                Observations = () => Store.Count,
                Sign = Sign,
                VerifyRecord = options.IsSigned ? Ed25519.Verify : static (_, _, _) => true,
                Fanout = options.Fanout,
                Views = options.Views,
                Backfill = options.Backfill,
                Peers = [.. _configured.Select(static node => new MeshPeer(null, node.Address.Address.ToString(), node.Address.Port))],
            },
            Now);
        Wake();
    }

    /// <summary>Ends without a word; the disk may be lost with it. The other ends of its links may be left to find out by themselves.</summary>
    public void Crash(bool losesDisk, bool leavesLinks = false)
    {
        _engine = null;
        foreach (var link in OpenLinks.ToArray())
        {
            link.IsOpen = false;
            link.IsStuck = true;
            var other = link.Other;
            if (leavesLinks)
            {
                other.IsVoid = true;
                continue;
            }

            _world.At(_world.Options.BreakMs * _world.Random.NextDouble(), () => SimWorld.Break(other));
        }

        _links.Clear();
        _judges.Clear();
        _inventors.Clear();
        if (losesDisk)
        {
            Store = new SimStore();
            _hops.Clear();
        }
    }

    /// <summary>An observation enters here.</summary>
    public SignedObservation Publish(double value)
    {
        var observation = new Observation(_series, Now.UnixSeconds, value, new GeoPoint(52 + (Number % 100 * 0.01), 13 + (Number / 100 * 0.01)), null);
        var signed = _key is { } key
            ? ObservationSigner.Sign(observation, key)
            : new SignedObservation(observation, default, CanonicalForm.ContentIdOf(observation));
        if (Store.Add(signed))
        {
            _hops[signed.ContentId] = 0;
            if (IsHonest)
            {
                _world.Ledger.OnEntered(signed.ContentId, _world.NowUs);
            }

            Handle(new MeshEvent.Published([signed]));
        }

        return signed;
    }

    /// <summary>Observations of this node's station spread over the time before now, nowhere stored.</summary>
    public IEnumerable<SignedObservation> Make(int count, long seconds, double value = 0)
    {
        for (var at = 0; at < count; at++)
        {
            var timestamp = Now.UnixSeconds - 60 - (count == 1 ? seconds : (long)at * seconds / count);
            var observation = new Observation(_series, timestamp, count == 1 ? value : at, new GeoPoint(52, 13), null);
            yield return new SignedObservation(observation, default, CanonicalForm.ContentIdOf(observation));
        }
    }

    public void Open(SimLink link, int? slot)
    {
        _links.Add(link.Number, link);
        _judges.Add(link.Number, new BatchJudge(_gate, Counters, link.Number, new TokenBucket(1_000, 60_000)));
        Handle(new MeshEvent.Opened(link.Number, link.Facts, slot));
    }

    public void Forget(SimLink link)
    {
        _links.Remove(link.Number);
        _judges.Remove(link.Number);
        _inventors.Remove(link.Number);
    }

    public void Arrive(SimLink link, Frame frame)
    {
        if (IsHonest || !IsMisused(link, frame))
        {
            Handle(new MeshEvent.Arrived(link.Number, frame));
        }
    }

    /// <summary>A datagram came, of the node at its address or of somebody who says so.</summary>
    public void Hear(MeshEvent.DatagramArrived datagram, bool isGenuine)
    {
        // Replayers that heard each other would never end.
        if (Behaviour == SimBehaviour.Replayer && IsRunning && isGenuine)
        {
            Replay(datagram);
        }

        Handle(datagram);
    }

    public void Handle(MeshEvent happened)
    {
        if (_engine is not { } engine)
        {
            return;
        }

        var actions = new List<MeshAction>();
        engine.Handle(happened, Now, actions);
        foreach (var action in actions)
        {
            Do(action);
        }

        Wake();
    }

    private void Do(MeshAction action)
    {
        switch (action)
        {
            case MeshAction.Send send when _links.TryGetValue(send.Link, out var link) && link.IsOpen:
                if (!IsSwallowed(send.Frame))
                {
                    _world.Deliver(link, send.Class, send.Frame);
                }

                break;
            case MeshAction.Close close when _links.TryGetValue(close.Link, out var closing):
                _world.Close(closing);
                break;
            case MeshAction.Take take when _judges.TryGetValue(take.Link, out var judge):
                Take(take, _links[take.Link], judge);
                break;
            case MeshAction.Dial dial:
                _world.Dial(this, dial.Slot, dial.Address);
                break;
            case MeshAction.SendDatagram datagram:
                _world.Deliver(this, datagram.To, datagram.Bytes);
                break;
        }
    }

    private void Take(MeshAction.Take take, SimLink link, BatchJudge judge)
    {
        var judged = judge.Judge(take.Batch, take.Purpose, Now);
        var outcomes = new AppendOutcome[judged.Verified.Count];
        for (var at = 0; at < outcomes.Length; at++)
        {
            var observation = _world.Shared(judged.Verified[at]);
            outcomes[at] = Store.Add(observation) ? AppendOutcome.Added : AppendOutcome.Duplicate;
            if (outcomes[at] == AppendOutcome.Added)
            {
                var hops = (byte)Math.Min(byte.MaxValue, link.Other.Owner._hops.GetValueOrDefault(observation.ContentId) + 1);
                _hops[observation.ContentId] = hops;
                _world.Ledger.OnDelivered(observation.ContentId, hops, take.Purpose == BatchPurpose.Live, _world.NowUs);
            }
        }

        var taken = judge.Complete(judged, outcomes);
        _world.At(_world.Options.TakeMs, () => Handle(new MeshEvent.Taken(take.Link, taken)));
    }

    // One timer at a time: an earlier one than the last that was set, or none.
    private void Wake()
    {
        if (_engine is not { } engine)
        {
            return;
        }

        var dueMs = engine.DueMs();
        if (dueMs == long.MaxValue)
        {
            return;
        }

        var dueUs = Math.Max(dueMs * 1000, _world.NowUs + 1_000);
        if (dueUs < _wakeUs || _wakeUs <= _world.NowUs)
        {
            _wakeUs = dueUs;
            _world.At((dueUs - _world.NowUs) / 1000.0, () =>
            {
                if (_wakeUs == dueUs)
                {
                    _wakeUs = long.MaxValue;
                    Handle(new MeshEvent.Elapsed());
                }
            });
        }
    }

    private Signature Sign(ReadOnlyMemory<byte> message) => _key?.Sign(message.Span) ?? default;

    private byte[] NextNonce()
    {
        var nonce = new byte[Hash256.Size];
        _world.Random.NextBytes(nonce);
        return nonce;
    }

    // Signatures whose bytes are all set are the forged ones.
    private static VerificationResult VerifyStub(Observation observation, Signature signature, out SignedObservation? verified)
    {
        Span<byte> bytes = stackalloc byte[Signature.Size];
        signature.CopyTo(bytes);
        var isForged = bytes[0] == 0xFF;
        verified = isForged ? null : new SignedObservation(observation, signature, CanonicalForm.ContentIdOf(observation));
        return isForged ? VerificationResult.BadSignature : VerificationResult.Valid;
    }
}
