using System.Security.Cryptography;
using System.Text;

namespace Stratum.Core;

/// <summary>
/// The hash that ends a line of an export. It is there against accidents, not against forgers (those meet the signature): it
/// covers the columns that no signature covers.
/// </summary>
internal static class LineHash
{
    private const int DigitCount = Hash256.Size * 2;

    private static readonly byte[] Opening = Encoding.ASCII.GetBytes($",\"{ObservationJson.LineHashName}\":\"");

    /// <summary>Null when the line hash is right or the line carries none. Judges the bytes as they stand, so that no other spelling of them passes.</summary>
    public static DraftError? Check(ReadOnlySpan<byte> line, SignedFields fields)
    {
        // ,"line_sha256":"<64 digits>"} ends the line in exactly this spelling: the hash covers what comes before the comma.
        var covered = line.Length - Opening.Length - DigitCount - 2;
        var isRight = covered > 0 && IsHashOf(line[..covered], line.Slice(covered + Opening.Length, DigitCount));
        var hasOpening = covered > 0 && line[covered..].StartsWith(Opening);
        if (hasOpening || fields.LineHashText is not null)
        {
            return !hasOpening ? new DraftError(ObservationJson.LineHashName, "is not the line's last member")
                : isRight ? null
                : new DraftError(ObservationJson.LineHashName, "does not match the line: it was altered, or written anew by another program");
        }

        // The right hash in the right place without its key is a line hash whose key was altered.
        return isRight ? new DraftError(ObservationJson.LineHashName, "stands at the end of the line under another name: the name was altered") : null;
    }

    private static bool IsHashOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> digits)
    {
        Span<byte> hash = stackalloc byte[Hash256.Size];
        SHA256.HashData(bytes, hash);
        Span<byte> expected = stackalloc byte[DigitCount];
        for (var i = 0; i < hash.Length; i++)
        {
            expected[2 * i] = "0123456789abcdef"u8[hash[i] >> 4];
            expected[(2 * i) + 1] = "0123456789abcdef"u8[hash[i] & 15];
        }

        return digits.SequenceEqual(expected);
    }
}
