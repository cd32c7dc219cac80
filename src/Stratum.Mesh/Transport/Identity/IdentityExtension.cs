using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using Stratum.Core;

namespace Stratum.Mesh.Transport;

/// <summary>
/// The certificate extension that binds a TLS key to a node: DER
/// <c>SEQUENCE { OCTET STRING nodeKey (32), OCTET STRING signature (64) }</c>, the signature being Ed25519 over
/// "stratum-tls:" and the certificate's SubjectPublicKeyInfo. The pattern is that of libp2p's TLS specification.
/// </summary>
internal static class IdentityExtension
{
    /// <summary>
    /// 32473 is IANA's enterprise number for examples (RFC 5612): it belongs to nobody, so no registered extension can be
    /// met under it. Only Stratum nodes read it. A number of the project's own would come with a new ALPN.
    /// </summary>
    public const string Oid = "1.3.6.1.4.1.32473.7001.1";

    // SEQUENCE and two OCTET STRINGs with one-byte lengths; anything else is not this extension.
    private const int EncodedSize = 2 + 2 + Hash256.Size + 2 + Signature.Size;

    private static ReadOnlySpan<byte> Label => "stratum-tls:"u8;

    /// <summary>The extension's value for a TLS key.</summary>
    public static byte[] Write(NodeKey key, ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        var signature = key.Sign(Message(subjectPublicKeyInfo));
        return Encode(key.NodeId, signature);
    }

    /// <summary>Encodes the two values as they are.</summary>
    public static byte[] Encode(NodeId nodeId, Signature signature)
    {
        Span<byte> bytes = stackalloc byte[Signature.Size];
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            nodeId.PublicKey.CopyTo(bytes);
            writer.WriteOctetString(bytes[..Hash256.Size]);
            signature.CopyTo(bytes);
            writer.WriteOctetString(bytes);
        }

        return writer.Encode();
    }

    /// <summary>Reads the value; false when it is not exactly of this form.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> value, out NodeId nodeId, out Signature signature)
    {
        nodeId = default;
        signature = default;
        if (value.Length != EncodedSize || !TryReadParts(value, out var nodeKey, out var signed))
        {
            return false;
        }

        nodeId = new NodeId(new Hash256(nodeKey));
        signature = Signature.FromBytes(signed);
        return true;
    }

    /// <summary>Whether the node signed this TLS key.</summary>
    public static bool Verify(ReadOnlySpan<byte> subjectPublicKeyInfo, NodeId nodeId, Signature signature) =>
        Ed25519.Verify(Message(subjectPublicKeyInfo), signature, nodeId);

    private static byte[] Message(ReadOnlySpan<byte> subjectPublicKeyInfo) => [.. Label, .. subjectPublicKeyInfo];

    private static bool TryReadParts(ReadOnlyMemory<byte> value, [NotNullWhen(true)] out byte[]? nodeKey, [NotNullWhen(true)] out byte[]? signature)
    {
        nodeKey = null;
        signature = null;
        try
        {
            var outer = new AsnReader(value, AsnEncodingRules.DER);
            var sequence = outer.ReadSequence();
            nodeKey = sequence.ReadOctetString();
            signature = sequence.ReadOctetString();
            return !sequence.HasData && !outer.HasData && nodeKey.Length == Hash256.Size && signature.Length == Signature.Size;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
