using System.Buffers;
using System.Text;

namespace Stratum.Core;

/// <summary>Strings of the canonical form: quotes, and escapes only for <c>"</c>, <c>\</c> and U+0000..U+001F; all else raw UTF-8.</summary>
internal static class CanonicalString
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(MustEscape());

    public static void Write(IBufferWriter<byte> output, string text)
    {
        output.Write("\""u8);
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var plain = rest.IndexOfAny(Escaped);
            Encoding.UTF8.GetBytes(plain < 0 ? rest : rest[..plain], output);
            if (plain < 0)
            {
                break;
            }

            WriteEscape(output, rest[plain]);
            rest = rest[(plain + 1)..];
        }

        output.Write("\""u8);
    }

    private static void WriteEscape(IBufferWriter<byte> output, char character)
    {
        switch (character)
        {
            case '"': output.Write("\\\""u8); break;
            case '\\': output.Write("\\\\"u8); break;
            case '\b': output.Write("\\b"u8); break;
            case '\t': output.Write("\\t"u8); break;
            case '\n': output.Write("\\n"u8); break;
            case '\f': output.Write("\\f"u8); break;
            case '\r': output.Write("\\r"u8); break;
            default:
                output.Write("\\u00"u8);
                output.Write([HexDigit(character >> 4), HexDigit(character & 15)]);
                break;
        }
    }

    private static byte HexDigit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);

    private static char[] MustEscape() => [.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\'];
}
