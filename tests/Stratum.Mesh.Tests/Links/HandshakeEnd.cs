using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Links;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Links;

/// <summary>One end of a handshake, with everything about it open to change before it opens.</summary>
internal sealed class HandshakeEnd(byte seed, bool isDialler)
{
    private const long UnixMs = 1_800_000_000_000;
    private LinkHandshake? _handshake;
    private int _read;

    public NodeId NodeId { get; set; } = new(Certificate((byte)(seed + 100)));

    public NodeId PeerId { get; set; }

    public Hash256 OwnCertificate { get; set; } = Certificate(seed);

    public Hash256 PeerCertificate { get; set; }

    public string NetworkId { get; set; } = "stratum";

    public AdmissionMode Mode { get; set; } = AdmissionMode.Open;

    public NodeId[] Denied { get; set; } = [];

    public NodeId? Pinned { get; set; }

    public byte[] Secrets { get; set; } = [];

    public byte NonceSeed { get; set; } = seed;

    public Action<Hello> Change { get; set; } = _ => { };

    public List<Frame> Sent { get; } = [];

    public PeerHello? Joined { get; private set; }

    public HandshakeAction.Refused? Refused { get; private set; }

    public int Unread => Sent.Count - _read;

    public static Hash256 Certificate(byte seed) => new([.. Enumerable.Repeat(seed, 32)]);

    public static byte[] Secret(byte seed) => [.. Enumerable.Repeat(seed, 32)];

    public static FormationTranscript AnyTranscript() =>
        new(new byte[32], new byte[32], new NodeId(Certificate(1)), new NodeId(Certificate(2)), Certificate(3), Certificate(4));

    public Frame Next() => Sent[_read++];

    public void Meet(HandshakeEnd other)
    {
        PeerId = other.NodeId;
        PeerCertificate = other.OwnCertificate;
    }

    public void Open() => Do(Handshake().Handle(new HandshakeEvent.Opened(new Moment(0, UnixMs))));

    public void Take(Frame? frame) => Do(Handshake().Handle(new HandshakeEvent.Arrived(frame, new Moment(0, UnixMs))));

    public void Elapse(long ms) => Do(Handshake().Handle(new HandshakeEvent.Elapsed(new Moment(ms * 1000, UnixMs + ms))));

    public Hello HelloNow()
    {
        var hello = new Hello
        {
            ProtocolVersion = 1,
            NetworkId = NetworkId,
            NodeId = ByteString.CopyFrom(NodeId.PublicKey.ToArray()),
            Nonce = ByteString.CopyFrom(Enumerable.Repeat(NonceSeed, 32).ToArray()),
            SoftwareVersion = "test",
            HighestPayloadVersion = 1,
            ClockMs = UnixMs,
        };
        Change(hello);
        return hello;
    }

    private LinkHandshake Handshake() => _handshake ??= new LinkHandshake(new HandshakeSetup
    {
        IsDialler = isDialler,
        PeerId = PeerId,
        LocalCertificate = OwnCertificate,
        PeerCertificate = PeerCertificate,
        Self = NodeId,
        NetworkId = NetworkId,
        Nonce = [.. Enumerable.Repeat(NonceSeed, 32)],
        Hello = (_, _) => HelloNow(),
        Policy = new AdmissionPolicy(Mode, [], Denied, NodeId),
        Keys = [.. Secrets.Select(secret => new FormationKey(Secret(secret), NetworkId))],
        Pinned = Pinned,
        Join = (_, _) => RefusalReason.None,
    });

    private void Do(IReadOnlyList<HandshakeAction> actions)
    {
        foreach (var action in actions)
        {
            switch (action)
            {
                case HandshakeAction.Send send:
                    Sent.Add(send.Frame);
                    break;
                case HandshakeAction.Up up:
                    Joined = up.Peer;
                    break;
                case HandshakeAction.Refused refused:
                    Refused = refused;
                    break;
            }
        }
    }
}
