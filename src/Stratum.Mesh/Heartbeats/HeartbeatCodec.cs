using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Links;
using Stratum.Mesh.Membership;
using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Heartbeats;

/// <summary>Heartbeats to datagrams and back, without judging them.</summary>
internal static class HeartbeatCodec
{
    /// <summary>The largest datagram: a heartbeat with every field full is below 350 bytes, and 512 pass every network in one piece.</summary>
    public const int DatagramBytesMax = 512;

    /// <summary>A place on this many characters is 1.2 km by 0.6 km: enough for a map of nodes, too little to find a house.</summary>
    public const int BeaconCharactersMax = 6;

    private const int SummaryBytesMax = 32;

    private static readonly MessageParser<Heartbeat> Envelope = Heartbeat.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<HeartbeatBody> Body = HeartbeatBody.Parser.WithDiscardUnknownFields(true);

    private static ReadOnlySpan<byte> Label => "stratum-heartbeat:"u8;

    /// <summary>A signed datagram; in a closed mesh with the mac of the key in use.</summary>
    public static byte[] Write(HeartbeatBody body, Func<ReadOnlyMemory<byte>, Signature> sign, IReadOnlyList<FormationKey> keys)
    {
        var bytes = body.ToByteString();
        var message = Message(bytes);
        var signature = new byte[Signature.Size];
        sign(message).CopyTo(signature);
        return new Heartbeat
        {
            Body = bytes,
            Signature = UnsafeByteOperations.UnsafeWrap(signature),
            Mac = keys.Count > 0 ? UnsafeByteOperations.UnsafeWrap(keys[0].Mac(message)) : ByteString.Empty,
        }.ToByteArray();
    }

    /// <summary>Takes a datagram apart; false when it is not a heartbeat within its limits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, [NotNullWhen(true)] out Heartbeat? envelope, [NotNullWhen(true)] out HeartbeatBody? body)
    {
        envelope = null;
        body = null;
        if (datagram.Length > DatagramBytesMax)
        {
            return false;
        }

        try
        {
            envelope = Envelope.ParseFrom(datagram);
            body = Body.ParseFrom(envelope.Body);
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }

        return envelope.Signature.Length == Signature.Size && body.NodeId.Length == Hash256.Size && body.Beacon.Length <= BeaconCharactersMax
            && body.StoreSummary.Length <= SummaryBytesMax && body.ClockMs >= 0 && body.Beacon.All(char.IsAsciiLetterOrDigit);
    }

    /// <summary>Whether one of the keys made the mac; true in an open mesh.</summary>
    public static bool HasMac(Heartbeat envelope, IReadOnlyList<FormationKey> keys)
    {
        if (keys.Count == 0)
        {
            return true;
        }

        var message = Message(envelope.Body);
        foreach (var key in keys)
        {
            if (System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(key.Mac(message), envelope.Mac.Span))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsSigned(Heartbeat envelope, NodeId nodeId, RecordCheck verify) =>
        verify(Message(envelope.Body), Signature.FromBytes(envelope.Signature.Span), nodeId);

    private static byte[] Message(ByteString body) => [.. Label, .. body.Span];
}
