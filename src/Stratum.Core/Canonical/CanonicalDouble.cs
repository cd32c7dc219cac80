using System.Globalization;

namespace Stratum.Core;

/// <summary>
/// Doubles as the canonical form lays them out: the shortest digits that round-trip, positional with a fraction when
/// -4 &lt;= exponent10 &lt; 16, otherwise <c>d[.ddd]e[+-]dd</c>. The same text as Python's repr.
/// </summary>
public static class CanonicalDouble
{
    /// <summary>The most bytes that a double takes: "-2.2250738585072014e-308".</summary>
    public const int MaxBytes = 24;

    // 17 digits always round-trip.
    private const string SeventeenDigits = "E16";

    private const ulong FractionBits = 0x000F_FFFF_FFFF_FFFF;

    // The framework's own text of a double has at most 25 bytes ("-1.2345678901234567E-308" and its like).
    private const int TextBytes = 32;

    /// <summary>Writes the value; false when <paramref name="utf8"/> is shorter than <see cref="MaxBytes"/> and too short. The value must be finite.</summary>
    public static bool TryFormat(double value, Span<byte> utf8, out int written)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "a canonical double is finite");
        }

        Span<byte> buffer = stackalloc byte[TextBytes];
        ReadOnlySpan<byte> text = buffer[..FormatShortest(value, buffer)];
        var isPositional = value == 0 || Math.Abs(value) is >= 1e-4 and < 1e16;
        if (isPositional && !text.Contains((byte)'E'))
        {
            return TryCopyPositional(text, utf8, out written);
        }

        var digits = new DecimalDigits(text, stackalloc byte[TextBytes]);
        Span<byte> result = stackalloc byte[TextBytes];
        var length = isPositional ? digits.WritePositional(result) : digits.WriteScientific(result);
        var fits = result[..length].TryCopyTo(utf8);
        written = fits ? length : 0;
        return fits;
    }

    /// <summary>The text of a finite double.</summary>
    public static string Format(double value)
    {
        Span<byte> utf8 = stackalloc byte[MaxBytes];
        TryFormat(value, utf8, out var written);
        return System.Text.Encoding.ASCII.GetString(utf8[..written]);
    }

    // The framework's shortest digits miss the value at some powers of two, where the gap below is half the gap above: 2^-25 becomes
    // 2.980232238769531E-08, which is its neighbour. A test compares every power of two.
    private static int FormatShortest(double value, Span<byte> text)
    {
        var isWritten = value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        if (isWritten && (BitConverter.DoubleToUInt64Bits(value) & FractionBits) == 0
            && double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture) != value)
        {
            isWritten = value.TryFormat(text, out length, SeventeenDigits, CultureInfo.InvariantCulture);
        }

        return isWritten ? length : throw new InvalidOperationException($"a double took more than {TextBytes} bytes");
    }

    private static bool TryCopyPositional(ReadOnlySpan<byte> text, Span<byte> utf8, out int written)
    {
        var isWhole = !text.Contains((byte)'.');
        written = text.Length + (isWhole ? 2 : 0);
        if (written > utf8.Length)
        {
            written = 0;
            return false;
        }

        text.CopyTo(utf8);
        if (isWhole)
        {
            ".0"u8.CopyTo(utf8[text.Length..]);
        }

        return true;
    }
}
