using System.Globalization;

namespace Stratum.Node.Configuration.Toml;

/// <summary>Integers and floats by the grammar of TOML 1.0.</summary>
internal static class TomlNumbers
{
    /// <summary>Reads a number. The text given back is independent of how it was written.</summary>
    public static bool TryRead(ReadOnlySpan<char> word, out TomlKind kind, out string text)
    {
        kind = TomlKind.Integer;
        text = "";
        if (TryReadInteger(word, out var integer))
        {
            text = integer.ToString(CultureInfo.InvariantCulture);
            return true;
        }

        kind = TomlKind.Float;
        if (TryReadFloat(word, out var number))
        {
            text = number switch
            {
                double.NaN => "nan",
                double.PositiveInfinity => "inf",
                double.NegativeInfinity => "-inf",
                _ => number.ToString("R", CultureInfo.InvariantCulture),
            };
            return true;
        }

        return false;
    }

    /// <summary>Whether the word is written as a number but does not fit 64 bits.</summary>
    public static bool IsTooLarge(ReadOnlySpan<char> word)
    {
        var (digits, radix) = SplitRadix(word);
        return radix != 10 ? IsDigits(digits, radix) : IsDecimal(WithoutSign(word)) || IsFloat(WithoutSign(word));
    }

    private static bool TryReadInteger(ReadOnlySpan<char> word, out long value)
    {
        value = 0;
        var (digits, radix) = SplitRadix(word);
        if (radix == 10)
        {
            return IsDecimal(WithoutSign(word))
                && long.TryParse(WithoutUnderscores(word), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        }

        if (!IsDigits(digits, radix))
        {
            return false;
        }

        foreach (var digit in digits)
        {
            if (digit == '_')
            {
                continue;
            }

            if (value > (long.MaxValue - ValueOf(digit)) / radix)
            {
                return false;
            }

            value = (value * radix) + ValueOf(digit);
        }

        return true;
    }

    private static bool TryReadFloat(ReadOnlySpan<char> word, out double value)
    {
        var unsigned = WithoutSign(word);
        if (unsigned is "inf" or "nan")
        {
            value = unsigned is "nan" ? double.NaN : word[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        value = 0;
        return IsFloat(unsigned)
            && double.TryParse(WithoutUnderscores(word), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    private static (string Digits, int Radix) SplitRadix(ReadOnlySpan<char> word) => word switch
    {
        ['0', 'x', .. var digits] => (digits.ToString(), 16),
        ['0', 'o', .. var digits] => (digits.ToString(), 8),
        ['0', 'b', .. var digits] => (digits.ToString(), 2),
        _ => ("", 10),
    };

    private static ReadOnlySpan<char> WithoutSign(ReadOnlySpan<char> word) => word is ['+' or '-', .. var rest] ? rest : word;

    private static string WithoutUnderscores(ReadOnlySpan<char> word) => word.ToString().Replace("_", "", StringComparison.Ordinal);

    private static int ValueOf(char digit) => digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'a' and <= 'f' => digit - 'a' + 10,
        >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => int.MaxValue,
    };

    /// <summary>Digits of the radix, single underscores only between two of them.</summary>
    private static bool IsDigits(ReadOnlySpan<char> word, int radix)
    {
        var afterDigit = false;
        foreach (var character in word)
        {
            if (character == '_' ? !afterDigit : ValueOf(character) >= radix)
            {
                return false;
            }

            afterDigit = character != '_';
        }

        return afterDigit;
    }

    private static bool IsDecimal(ReadOnlySpan<char> word) => IsDigits(word, 10) && (word.Length == 1 || word[0] != '0');

    /// <summary>A decimal integer with a fraction, an exponent (which may start with zeros) or both.</summary>
    private static bool IsFloat(ReadOnlySpan<char> word)
    {
        var exponent = word.IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? word : word[..exponent];
        if (exponent >= 0 && !IsDigits(WithoutSign(word[(exponent + 1)..]), 10))
        {
            return false;
        }

        var point = mantissa.IndexOf('.');
        return point < 0
            ? exponent >= 0 && IsDecimal(mantissa)
            : IsDecimal(mantissa[..point]) && IsDigits(mantissa[(point + 1)..], 10);
    }
}
