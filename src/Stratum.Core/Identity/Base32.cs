namespace Stratum.Core;

/// <summary>RFC 4648 base32 in lower case without padding. Decoding accepts exactly what encoding writes.</summary>
internal static class Base32
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[((bytes.Length * 8) + 4) / 5];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = Alphabet[Quintet(bytes, i)];
        }

        return new string(text);
    }

    /// <summary>Decodes into the whole of <paramref name="bytes"/>; false when length, alphabet or the unused last bits are wrong.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.Length != ((bytes.Length * 8) + 4) / 5)
        {
            return false;
        }

        var pending = 0;
        var pendingBits = 0;
        var at = 0;
        foreach (var character in text)
        {
            var quintet = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (quintet < 0)
            {
                return false;
            }

            pending = ((pending << 5) | quintet) & 0xFFF;
            pendingBits += 5;
            if (pendingBits >= 8)
            {
                pendingBits -= 8;
                bytes[at++] = (byte)(pending >> pendingBits);
            }
        }

        return (pending & ((1 << pendingBits) - 1)) == 0;
    }

    private static int Quintet(ReadOnlySpan<byte> bytes, int index)
    {
        var bit = index * 5;
        var high = bytes[bit / 8] << 8;
        var low = (bit / 8) + 1 < bytes.Length ? bytes[(bit / 8) + 1] : 0;
        return ((high | low) >> (11 - (bit % 8))) & 31;
    }
}
