using System.Text;

namespace Stratum.Node.Hosting;

/// <summary>
/// The head of a GET whose request line holds what belongs in none: line feeds (ObserverIP consoles write one behind their MAC,
/// neilenns/ambientweather2mqtt issue 168) or spaces (in dateutc). It is put right here, or left for the server to refuse.
/// </summary>
/// <remarks>
/// What is mended must not be a second request in disguise: only the first line of a GET with parameters and without a body, up to the
/// first line that ends in a version; never across a header's line or an empty one.
/// </remarks>
internal static class RequestHead
{
    /// <summary>The most bytes of a head that is looked at.</summary>
    public const int BytesMax = 16 * 1024;

    // As Kestrel bounds it.
    private const int LineBytesMax = 8 * 1024;
    private const int BreaksMax = 8;
    private const int VersionBytes = 9;

    /// <summary>What became of a head.</summary>
    public enum Outcome
    {
        /// <summary>It has not arrived whole.</summary>
        NeedsMore,

        /// <summary>It is put right.</summary>
        Mended,

        /// <summary>It is none that may be mended.</summary>
        Left,
    }

    /// <summary>Whether a request line, without its end, is as RFC 9112 wants it: three parts, two spaces.</summary>
    public static bool IsClean(ReadOnlySpan<byte> line) => EndsWithVersion(line) && line[4..^VersionBytes].IndexOf((byte)' ') < 0;

    /// <summary>The position behind the empty line that ends a head whose lines begin at the start of <paramref name="lines"/>, or -1.</summary>
    public static int EndOf(ReadOnlySpan<byte> lines, ref bool hasBody)
    {
        var at = 0;
        while (lines[at..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            var line = lines.Slice(at, length).TrimEnd((byte)'\r');
            at += length + 1;
            if (line.IsEmpty)
            {
                return at;
            }

            hasBody |= AnnouncesBody(line);
        }

        return -1;
    }

    /// <summary>Puts the head right that begins with "GET ".</summary>
    /// <param name="bytes">What has arrived.</param>
    /// <param name="mended">The whole head as it should have been.</param>
    /// <param name="end">Where it ended in <paramref name="bytes"/>.</param>
    public static Outcome Mend(ReadOnlySpan<byte> bytes, out byte[] mended, out int end)
    {
        (mended, end) = ([], 0);
        var target = new List<byte>();
        var at = 4;
        for (var breaks = 0; ; breaks++)
        {
            var length = bytes[at..].IndexOf((byte)'\n');
            if (length < 0 && bytes.Length <= LineBytesMax)
            {
                return Outcome.NeedsMore;
            }

            if (length < 0 || breaks > BreaksMax || at + length > LineBytesMax)
            {
                return Outcome.Left;
            }

            var line = bytes.Slice(at, length).TrimEnd((byte)'\r');
            at += length + 1;
            if (line.IsEmpty || (breaks > 0 && IsHeader(line)))
            {
                return Outcome.Left;
            }

            if (EndsWithVersion(line))
            {
                target.AddRange(line[..^VersionBytes]);
                return Finish(bytes, target, line[^(VersionBytes - 1)..], at, ref mended, ref end);
            }

            target.AddRange(line);
        }
    }

    private static Outcome Finish(ReadOnlySpan<byte> bytes, List<byte> target, ReadOnlySpan<byte> version, int headers, ref byte[] mended, ref int end)
    {
        var hasBody = false;
        var length = EndOf(bytes[headers..], ref hasBody);
        if (hasBody || !TryEscape(target, out var escaped))
        {
            return Outcome.Left;
        }

        if (length < 0)
        {
            return bytes.Length < BytesMax ? Outcome.NeedsMore : Outcome.Left;
        }

        end = headers + length;
        mended = [.. "GET "u8, .. escaped, (byte)' ', .. version, .. "\r\n"u8, .. bytes[headers..end]];
        return Outcome.Mended;
    }

    // A path with parameters in printable ASCII; the spaces in it as %20.
    private static bool TryEscape(List<byte> target, out List<byte> escaped)
    {
        escaped = [];
        var text = target.ToArray().AsSpan().Trim((byte)' ');
        if (text.IsEmpty || text[0] != (byte)'/' || text.IndexOf((byte)'=') < 0 || text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0)
        {
            return false;
        }

        foreach (var one in text)
        {
            escaped.AddRange(one == (byte)' ' ? "%20"u8 : [one]);
        }

        return escaped.Count <= LineBytesMax;
    }

    private static bool EndsWithVersion(ReadOnlySpan<byte> line) => line.EndsWith(" HTTP/1.1"u8) || line.EndsWith(" HTTP/1.0"u8);

    // A name of letters, digits, '-' and '_' before a colon. Without a letter it is a time of day that a line feed cut off from its date.
    private static bool IsHeader(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            return false;
        }

        var hasLetter = false;
        foreach (var one in line[..colon])
        {
            hasLetter |= char.IsAsciiLetter((char)one);
            if (!char.IsAsciiLetterOrDigit((char)one) && one is not ((byte)'-' or (byte)'_'))
            {
                return false;
            }
        }

        return hasLetter;
    }

    private static bool AnnouncesBody(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon].Trim((byte)' ');
        return Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8)
            || (Ascii.EqualsIgnoreCase(name, "Content-Length"u8) && !line[(colon + 1)..].Trim((byte)' ').SequenceEqual("0"u8));
    }
}
