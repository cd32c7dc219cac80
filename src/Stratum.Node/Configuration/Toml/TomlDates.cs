namespace Stratum.Node.Configuration.Toml;

/// <summary>Dates and times by RFC 3339, as TOML 1.0 has them: seconds are required, second 60 is the leap second, offsets reach 23:59.</summary>
internal static class TomlDates
{
    /// <summary>Length of "1979-05-27".</summary>
    public const int DateLength = 10;

    // Length of "07:32:00".
    private const int TimeLength = 8;

    /// <summary>Whether the word is a date of the calendar.</summary>
    public static bool IsDate(ReadOnlySpan<char> word) =>
        word.Length == DateLength
        && word[4] == '-' && word[7] == '-'
        && TryReadNumber(word[..4], 9999, out var year)
        && TryReadNumber(word[5..7], 12, out var month) && month >= 1
        && TryReadNumber(word[8..10], DaysOf(year, month), out var day) && day >= 1;

    /// <summary>Reads a date, a time or both. The text given back has 'T' between them and 'Z' for UTC.</summary>
    public static bool TryRead(ReadOnlySpan<char> word, out TomlKind kind, out string text)
    {
        text = word.ToString().ToUpperInvariant().Replace(' ', 'T');
        if (word.Length < DateLength || word[4] != '-')
        {
            kind = TomlKind.LocalTime;
            return TryReadTime(word, out var timeRest) && timeRest.IsEmpty;
        }

        kind = TomlKind.LocalDate;
        if (!IsDate(word[..DateLength]))
        {
            return false;
        }

        if (word.Length == DateLength)
        {
            return true;
        }

        if (word[DateLength] is not ('T' or 't' or ' ') || !TryReadTime(word[(DateLength + 1)..], out var offset))
        {
            return false;
        }

        kind = offset.IsEmpty ? TomlKind.LocalDateTime : TomlKind.OffsetDateTime;
        return offset.IsEmpty || IsOffset(offset);
    }

    private static int DaysOf(int year, int month) => month switch
    {
        4 or 6 or 9 or 11 => 30,
        2 => (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28,
        _ => 31,
    };

    private static bool TryReadTime(ReadOnlySpan<char> word, out ReadOnlySpan<char> rest)
    {
        rest = default;
        if (word.Length < TimeLength
            || word[2] != ':' || word[5] != ':'
            || !TryReadNumber(word[..2], 23, out _) || !TryReadNumber(word[3..5], 59, out _) || !TryReadNumber(word[6..8], 60, out _))
        {
            return false;
        }

        rest = word[TimeLength..];
        if (rest is not ['.', .. var fraction])
        {
            return true;
        }

        var digits = fraction.IndexOfAnyExceptInRange('0', '9');
        rest = digits < 0 ? default : fraction[digits..];
        return digits != 0 && !fraction.IsEmpty;
    }

    private static bool IsOffset(ReadOnlySpan<char> word) =>
        word is "Z" or "z"
        || (word.Length == 6 && word[0] is '+' or '-' && word[3] == ':' && TryReadNumber(word[1..3], 23, out _) && TryReadNumber(word[4..6], 59, out _));

    private static bool TryReadNumber(ReadOnlySpan<char> digits, int max, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return value <= max;
    }
}
