using Stratum.Core;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Links;

/// <summary>What a peer said of itself, checked for size and shape.</summary>
internal sealed record PeerHello
{
    public const int NonceBytes = 32;

    // A node listens on a few addresses; 16 covers a multi-homed one with both families.
    private const int AddressesMax = 16;

    private const int AddressCharactersMax = 128;

    // As CONFIGURATION has it for network_id.
    private const int NetworkIdCharactersMax = 64;

    private const int VersionCharactersMax = 64;

    // A century.
    private const int WindowHoursMax = 876_000;

    public required NodeId NodeId { get; init; }

    public required ReadOnlyMemory<byte> Nonce { get; init; }

    public ulong Incarnation { get; init; }

    public required string NetworkId { get; init; }

    public uint ProtocolVersion { get; init; }

    public required string SoftwareVersion { get; init; }

    public int HighestPayloadVersion { get; init; }

    public bool KeepsUnknownSigners { get; init; }

    public long RetentionFloor { get; init; }

    public required IReadOnlyList<string> ListenAddresses { get; init; }

    public int HeartbeatPort { get; init; }

    /// <summary>The IP address at which the peer sees this node; empty when it does not tell.</summary>
    public string ObservedAddress { get; init; } = "";

    public long ClockMs { get; init; }

    /// <summary>What it wants.</summary>
    public Interests Interests { get; init; } = Interests.Everything;

    /// <summary>Older observations it does not want by reconciliation; 0: all.</summary>
    public uint WindowHours { get; init; }

    /// <summary>Null when a field breaks its limit.</summary>
    public static PeerHello? TryRead(Hello hello)
    {
        if (hello.NodeId.Length != Hash256.Size || hello.Nonce.Length != NonceBytes || hello.NetworkId.Length > NetworkIdCharactersMax
            || hello.SoftwareVersion.Length > VersionCharactersMax || hello.ListenAddresses.Count > AddressesMax
            || hello.ObservedAddress.Length > AddressCharactersMax || hello.HeartbeatPort > ushort.MaxValue || hello.RetentionFloor < 0
                || hello.RetentionFloor > Observation.TimestampMax
            || hello.WindowHours > WindowHoursMax || Interests.TryRead(hello.Interests) is not { } interests || hello.ClockMs < 0
                || hello.ListenAddresses.Any(address => address.Length > AddressCharactersMax))
        {
            return null;
        }

        return new PeerHello
        {
            NodeId = new NodeId(new Hash256(hello.NodeId.Span)),
            Nonce = hello.Nonce.Memory,
            Incarnation = hello.Incarnation,
            NetworkId = hello.NetworkId,
            ProtocolVersion = hello.ProtocolVersion,
            SoftwareVersion = WireText.Printable(hello.SoftwareVersion, VersionCharactersMax),
            HighestPayloadVersion = (int)Math.Min(hello.HighestPayloadVersion, int.MaxValue),
            KeepsUnknownSigners = hello.KeepsUnknownSigners,
            RetentionFloor = hello.RetentionFloor,
            ListenAddresses = [.. hello.ListenAddresses.Select(address => WireText.Printable(address, AddressCharactersMax))],
            HeartbeatPort = (int)hello.HeartbeatPort,
            ObservedAddress = WireText.Printable(hello.ObservedAddress, AddressCharactersMax),
            ClockMs = hello.ClockMs,
            Interests = interests,
            WindowHours = hello.WindowHours,
        };
    }

    /// <summary>The reason for which this node and the peer cannot talk, or None.</summary>
    public static RefusalReason Compare(string networkId, PeerHello peer, NodeId provenId, Moment now, long clockOffMaxMs) =>
        peer.ProtocolVersion != Engine.MeshEngine.ProtocolVersion ? RefusalReason.UnknownVersion
        : peer.NetworkId != networkId ? RefusalReason.WrongNetwork
        : peer.NodeId != provenId ? RefusalReason.WrongIdentity
        : Math.Abs(peer.ClockMs - now.UnixMs) > clockOffMaxMs ? RefusalReason.ClockOff
        : RefusalReason.None;
}
