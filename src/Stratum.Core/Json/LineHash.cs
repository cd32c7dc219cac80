using System.Security.Cryptography;

namespace Stratum.Core;

/// <summary>
/// The hash that ends a line of an export. It is there against accidents, not against forgers (those meet the signature): it
/// covers the columns that no signature covers.
/// </summary>
internal static class LineHash
{
    /// <summary>Null when the line hash is right or the line carries none.</summary>
    public static DraftError? Check(ReadOnlySpan<byte> line, SignedFields fields)
    {
        if (fields.LastText is not { Text.Length: 64 } last)
        {
            return fields.LineHashText is null ? null : new DraftError(ObservationJson.LineHashName, "is not the line's last member");
        }

        // ,"line_sha256":"<64 digits>"} in exactly this spelling: the hash covers what comes before the comma.
        var tail = $",\"{last.Name}\":\"{last.Text}\"}}";
        var covered = line.Length - tail.Length;
        var isTail = covered > 0 && line[covered..].SequenceEqual(System.Text.Encoding.UTF8.GetBytes(tail));
        var isRight = isTail && Convert.ToHexStringLower(SHA256.HashData(line[..covered])) == last.Text;
        if (last.Name == ObservationJson.LineHashName)
        {
            return isRight ? null : new DraftError(ObservationJson.LineHashName, "does not match the line: it was altered, or written anew by another program");
        }

        // The right hash under another key is a line hash whose key was altered.
        return isRight ? new DraftError(last.Name, $"is a line hash under a wrong name; {ObservationJson.LineHashName} is the right one") : null;
    }
}
