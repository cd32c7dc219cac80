using System.Buffers.Binary;
using System.Net;
using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Budgets;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Heartbeats;

/// <summary>
/// Signs of life beside the links: every 5 s a datagram to each node that this one has or had a link with, at the address that the link
/// authenticated. Never answered, so that nobody can be flooded by way of this node. What comes is checked cheapest first.
/// </summary>
internal sealed class HeartbeatBook(EngineSetup setup, Moment start)
{
    /// <summary>Between two heartbeats (MESH, "Membership").</summary>
    public const long PeriodMs = 5_000;

    private const long ClockOffMaxMs = 60_000;

    // A node that neither links nor beats for this long is let go.
    private const long ForgottenMs = 600_000;

    public const int PeersMax = 1_000;

    // Nodes behind one address share it: sixteen of them beat three times a second.
    private const double PerSecondAndAddress = 4;
    private const double BurstOfAddress = 40;
    private const int AddressesMax = 1_000;

    private readonly Dictionary<NodeId, HeartbeatPeer> _peers = [];
    private readonly KeyedBudgets<IPAddress> _budgets = new(PerSecondAndAddress, BurstOfAddress, AddressesMax);
    private readonly long[] _verdicts = new long[(int)HeartbeatVerdict.BadSignature + 1];
    private long _dueMs = start.ElapsedMs + PeriodMs;
    private ulong _sequence;

    /// <summary>Nodes that have a link or had one lately.</summary>
    public int Known => _peers.Count;

    public long DueMs => setup.Sign is null || setup.HeartbeatPort() == 0 ? long.MaxValue : _dueMs;

    public IEnumerable<HeartbeatPeer> Peers => _peers.Values;

    public long CountOf(HeartbeatVerdict verdict) => _verdicts[(int)verdict];

    public HeartbeatPeer? Find(NodeId nodeId) => _peers.GetValueOrDefault(nodeId);

    /// <summary>"alive", "suspect" after two missed, "down" after four unless the link lives; "unknown" before the first.</summary>
    public static string StateOf(HeartbeatPeer peer, Moment now) => peer.HeardMs is not { } heardMs ? "unknown"
        : (now.ElapsedMs - heardMs) / PeriodMs is var missed && missed < 2 ? "alive"
        : missed < 4 || peer.IsLinked ? "suspect"
        : "down";

    public void OnLinkUp(NodeId nodeId, IPAddress address, int port, ulong incarnation, Moment now)
    {
        if (!_peers.TryGetValue(nodeId, out var peer))
        {
            MakeRoom();
            peer = new HeartbeatPeer(nodeId) { Address = new IPEndPoint(address, port) };
            _peers.Add(nodeId, peer);
        }

        peer.Address = new IPEndPoint(address, port);
        peer.IsLinked = true;
        peer.LastSignMs = now.ElapsedMs;
        if (incarnation > peer.Incarnation)
        {
            (peer.Incarnation, peer.Sequence) = (incarnation, 0);
        }
    }

    public void OnLinkDown(NodeId nodeId, Moment now)
    {
        if (_peers.TryGetValue(nodeId, out var peer))
        {
            peer.IsLinked = false;
            peer.LastSignMs = now.ElapsedMs;
        }
    }

    public void Elapse(Moment now, List<MeshAction> actions)
    {
        if (now.ElapsedMs < _dueMs)
        {
            return;
        }

        // A tenth of jitter, so that nodes that started together do not beat together.
        _dueMs = now.ElapsedMs + PeriodMs - setup.Random.Next((int)PeriodMs / 10);
        foreach (var peer in _peers.Values.Where(peer => !peer.IsLinked && now.ElapsedMs - peer.LastSignMs > ForgottenMs).ToArray())
        {
            _peers.Remove(peer.NodeId);
        }

        if (setup.Sign is not { } sign || setup.HeartbeatPort() == 0 || _peers.Count == 0)
        {
            return;
        }

        var datagram = HeartbeatCodec.Write(NextBody(now), sign, setup.Keys);
        foreach (var peer in _peers.Values)
        {
            if (peer.Address.Port != 0)
            {
                actions.Add(new MeshAction.SendDatagram(peer.Address, datagram));
            }
        }
    }

    /// <summary>Judges a datagram, and keeps what an accepted one says.</summary>
    public HeartbeatVerdict Receive(IPAddress from, ReadOnlySpan<byte> datagram, Moment now)
    {
        var verdict = Judge(from, datagram, now);
        _verdicts[(int)verdict]++;
        return verdict;
    }

    private HeartbeatBody NextBody(Moment now) => new()
    {
        NetworkId = setup.NetworkId,
        NodeId = HashColumn.Of(setup.Self.PublicKey),
        Incarnation = setup.Incarnation,
        Sequence = ++_sequence,
        ClockMs = now.UnixMs,
        Beacon = setup.Beacon,
        StoreSummary = SummaryOf(setup.Observations()),
    };

    private static ByteString SummaryOf(long observations)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, observations);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private HeartbeatVerdict Judge(IPAddress from, ReadOnlySpan<byte> datagram, Moment now)
    {
        if (!HeartbeatCodec.TryRead(datagram, out var envelope, out var body))
        {
            return HeartbeatVerdict.Malformed;
        }

        if (body.NetworkId != setup.NetworkId)
        {
            return HeartbeatVerdict.WrongNetwork;
        }

        var nodeId = new NodeId(new Hash256(body.NodeId.Span));
        if (!_peers.TryGetValue(nodeId, out var peer) || !Same(peer.Address.Address, from))
        {
            return HeartbeatVerdict.UnknownNode;
        }

        if (!_budgets.TryTake(from, 1, now.ElapsedMs))
        {
            return HeartbeatVerdict.OverBudget;
        }

        if (body.Incarnation < peer.Incarnation || (body.Incarnation == peer.Incarnation && body.Sequence <= peer.Sequence))
        {
            return HeartbeatVerdict.Replayed;
        }

        if (Math.Abs(body.ClockMs - now.UnixMs) > ClockOffMaxMs)
        {
            return HeartbeatVerdict.ClockOff;
        }

        if (!HeartbeatCodec.HasMac(envelope, setup.Keys))
        {
            return HeartbeatVerdict.WrongFormationKey;
        }

        if (!HeartbeatCodec.IsSigned(envelope, nodeId, setup.VerifyRecord))
        {
            return HeartbeatVerdict.BadSignature;
        }

        (peer.Incarnation, peer.Sequence) = (body.Incarnation, body.Sequence);
        peer.HeardMs = now.ElapsedMs;
        peer.LastSignMs = now.ElapsedMs;
        peer.Beacon = body.Beacon;
        peer.Observations = body.StoreSummary.Length == sizeof(long) ? Math.Max(0, BinaryPrimitives.ReadInt64BigEndian(body.StoreSummary.Span)) : null;
        peer.ClockOffsetMs = body.ClockMs - now.UnixMs;
        return HeartbeatVerdict.Accepted;
    }

    private void MakeRoom()
    {
        if (_peers.Count >= PeersMax && _peers.Values.Where(peer => !peer.IsLinked).MinBy(peer => peer.LastSignMs) is { } oldest)
        {
            _peers.Remove(oldest.NodeId);
        }
    }

    private static bool Same(IPAddress left, IPAddress right) => RemoteAddress.Plain(left).Equals(RemoteAddress.Plain(right));
}
