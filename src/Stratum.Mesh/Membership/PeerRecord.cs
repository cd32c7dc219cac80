using System.Net;
using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Transport;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Membership;

/// <summary>What a node said of itself and signed: who it is and where it takes links.</summary>
internal sealed record PeerRecord
{
    /// <summary>A node has a few addresses; more only serve to have others dial.</summary>
    public const int AddressesMax = 4;

    private const int BodyBytesMax = 512;
    private const int AddressCharactersMax = 64;

    // A node renews its record while it runs; one that was not heard of for a week is not worth a dial.
    private const long AgeMaxMs = 7L * 86_400_000;
    private const long AheadMaxMs = 3_600_000;

    public required NodeId NodeId { get; init; }

    public required IReadOnlyList<IPEndPoint> Addresses { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long IssuedMs { get; init; }

    public required int HighestPayloadVersion { get; init; }

    /// <summary>As it travels.</summary>
    public required Protos.PeerRecord Signed { get; init; }

    private static ReadOnlySpan<byte> Label => "stratum-peer:"u8;

    public static Protos.PeerRecord Write(Protos.PeerRecordBody body, Func<ReadOnlyMemory<byte>, Signature> sign)
    {
        var bytes = body.ToByteString();
        var signature = new byte[Signature.Size];
        sign(Message(bytes)).CopyTo(signature);
        return new Protos.PeerRecord { Body = bytes, Signature = UnsafeByteOperations.UnsafeWrap(signature) };
    }

    /// <summary>
    /// Null when a limit is broken, the network is another one, the record is too old, or the signature is wrong. What leads to a machine's own services
    /// (loopback, link-local) is taken from a link within the machine or the wire only: a stranger's record must not have this node dial itself.
    /// </summary>
    public static PeerRecord? TryRead(Protos.PeerRecord signed, string networkId, Moment now, RecordCheck verify, bool isFromHere = false)
    {
        if (signed.Body.Length > BodyBytesMax || signed.Signature.Length != Signature.Size)
        {
            return null;
        }

        Protos.PeerRecordBody body;
        try
        {
            body = Protos.PeerRecordBody.Parser.ParseFrom(signed.Body);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }

        if (body.NetworkId != networkId || body.NodeId.Length != Hash256.Size || body.Addresses.Count is 0 or > AddressesMax
            || body.IssuedMs < now.UnixMs - AgeMaxMs || body.IssuedMs > now.UnixMs + AheadMaxMs)
        {
            return null;
        }

        var addresses = new List<IPEndPoint>();
        foreach (var text in body.Addresses)
        {
            if (text.Length > AddressCharactersMax || !IPEndPoint.TryParse(text, out var address) || address.Port == 0 || !IsDialable(address.Address))
            {
                return null;
            }

            if (isFromHere || !IsOfThisMachine(address.Address))
            {
                addresses.Add(address);
            }
        }

        if (addresses.Count == 0)
        {
            return null;
        }

        var nodeId = new NodeId(HashColumn.At(body.NodeId, 0));
        return !verify(Message(signed.Body), Signature.FromBytes(signed.Signature.Span), nodeId) ? null : new PeerRecord
        {
            NodeId = nodeId,
            Addresses = addresses,
            IssuedMs = body.IssuedMs,
            HighestPayloadVersion = (int)Math.Min(body.HighestPayloadVersion, int.MaxValue),
            Signed = signed,
        };
    }

    /// <summary>Loopback, or link-local.</summary>
    public static bool IsOfThisMachine(IPAddress address) => RemoteAddress.Plain(address) is var plain && (IPAddress.IsLoopback(plain) || plain.IsIPv6LinkLocal
        || (plain.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && plain.GetAddressBytes() is [169, 254, ..]));

    private static bool IsDialable(IPAddress address) =>
        !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.Broadcast) && !address.IsIPv6Multicast
        && (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork || address.GetAddressBytes()[0] < 224);

    private static byte[] Message(ByteString body) => [.. Label, .. body.Span];
}
