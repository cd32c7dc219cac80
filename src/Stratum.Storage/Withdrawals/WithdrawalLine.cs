using System.Security.Cryptography;
using System.Text;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>One line: public key, signature and body, each in hexadecimal or as it is, and the SHA-256 of the line before it.</summary>
internal static class WithdrawalLine
{
    private const int KeyDigits = 2 * Hash256.Size;
    private const int SignatureDigits = 2 * Signature.Size;
    private const int HashDigits = 2 * Hash256.Size;
    private const int BodyStart = KeyDigits + 1 + SignatureDigits + 1;

    public static byte[] Write(SignedWithdrawal statement)
    {
        Span<byte> signature = stackalloc byte[Signature.Size];
        statement.Signature.CopyTo(signature);
        var head = $"{Convert.ToHexStringLower(statement.Signer.PublicKey.ToArray())} {Convert.ToHexStringLower(signature)} ";
        byte[] line = [.. Encoding.ASCII.GetBytes(head), .. statement.Body.Span];
        return [.. line, (byte)' ', .. HashOf(line), (byte)'\n'];
    }

    /// <summary>Null when the line is not whole.</summary>
    public static SignedWithdrawal? Read(ReadOnlySpan<byte> line)
    {
        var length = line.Length - HashDigits - 1;
        if (length <= BodyStart || line[KeyDigits] != ' ' || line[BodyStart - 1] != ' ' || line[length] != ' '
            || !line[(length + 1)..].SequenceEqual(HashOf(line[..length])))
        {
            return null;
        }

        var key = Convert.FromHexString(Encoding.ASCII.GetString(line[..KeyDigits]));
        var signature = Convert.FromHexString(Encoding.ASCII.GetString(line.Slice(KeyDigits + 1, SignatureDigits)));
        return WithdrawalForm.Read(line[BodyStart..length].ToArray(), new NodeId(new Hash256(key)), Signature.FromBytes(signature));
    }

    private static byte[] HashOf(ReadOnlySpan<byte> line) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(line)));
}
