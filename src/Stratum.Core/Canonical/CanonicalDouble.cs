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

    // Positional layout reaches sixteen digits before the point; the framework's own switches to exponents one digit earlier.
    private const int PositionalExponentMax = 15;

    /// <summary>Writes the value; false when <paramref name="utf8"/> is shorter than <see cref="MaxBytes"/> and too short. The value must be finite.</summary>
    public static bool TryFormat(double value, Span<byte> utf8, out int written)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "a canonical double is finite");
        }

        Span<byte> text = stackalloc byte[32];
        if (!value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException("a double took more than 32 bytes");
        }

        text = text[..length];
        var exponentAt = text.IndexOf((byte)'E');
        return exponentAt < 0 ? TryCopyPositional(text, utf8, out written) : TryLayOut(text, exponentAt, utf8, out written);
    }

    /// <summary>The text of a finite double.</summary>
    public static string Format(double value)
    {
        Span<byte> utf8 = stackalloc byte[MaxBytes];
        TryFormat(value, utf8, out var written);
        return System.Text.Encoding.ASCII.GetString(utf8[..written]);
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

    // The framework wrote -d.dddE+xx. Only 1E+15 .. 9.99E+15 become positional; the rest keeps its digits and gets a lower-case e.
    private static bool TryLayOut(ReadOnlySpan<byte> text, int exponentAt, Span<byte> utf8, out int written)
    {
        var mantissa = text[..exponentAt];
        var exponent = int.Parse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        Span<byte> result = stackalloc byte[32];
        var at = 0;
        if (exponent is >= 0 and <= PositionalExponentMax)
        {
            var digits = 0;
            foreach (var character in mantissa)
            {
                if (character != '.')
                {
                    result[at++] = character;
                    digits += character == '-' ? 0 : 1;
                }
            }

            for (; digits <= exponent; digits++)
            {
                result[at++] = (byte)'0';
            }

            result[at++] = (byte)'.';
            result[at++] = (byte)'0';
        }
        else
        {
            mantissa.CopyTo(result);
            at = mantissa.Length;
            result[at++] = (byte)'e';
            result[at++] = exponent < 0 ? (byte)'-' : (byte)'+';
            Math.Abs(exponent).TryFormat(result[at..], out var exponentLength, "00", CultureInfo.InvariantCulture);
            at += exponentLength;
        }

        written = 0;
        if (!result[..at].TryCopyTo(utf8))
        {
            return false;
        }

        written = at;
        return true;
    }
}
