using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Stratum.Core;

/// <summary>The text form of a key: PKCS #8 PEM as RFC 8410 lays it out, the same file that <c>openssl genpkey -algorithm ed25519</c> writes.</summary>
public static class NodeKeyPem
{
    private const string Label = "PRIVATE KEY";

    // RFC 8410, section 7: SEQUENCE { INTEGER 0, SEQUENCE { OID 1.3.101.112 }, OCTET STRING { OCTET STRING (32) } }.
    private static ReadOnlySpan<byte> Prefix => [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    /// <summary>Writes the key.</summary>
    public static string Write(NodeKey key)
    {
        Span<byte> der = stackalloc byte[Prefix.Length + NodeKey.SeedSize];
        Prefix.CopyTo(der);
        key.CopySeedTo(der[Prefix.Length..]);
        var pem = PemEncoding.WriteString(Label, der);
        CryptographicOperations.ZeroMemory(der);
        return pem + "\n";
    }

    /// <summary>Reads a key; false when the text is not an Ed25519 private key in this form.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out NodeKey? key)
    {
        key = null;
        Span<byte> der = stackalloc byte[Prefix.Length + NodeKey.SeedSize];
        if (!PemEncoding.TryFind(text, out var fields) || !text[fields.Label].SequenceEqual(Label)
            || fields.DecodedDataLength != der.Length || !Convert.TryFromBase64Chars(text[fields.Base64Data], der, out _)
            || !der.StartsWith(Prefix))
        {
            return false;
        }

        key = NodeKey.FromSeed(der[Prefix.Length..]);
        CryptographicOperations.ZeroMemory(der);
        return true;
    }
}
