using System.Globalization;

namespace Stratum.Ingest;

/// <summary>How a cell reads.</summary>
internal enum CellKind
{
    /// <summary>A finite number.</summary>
    Number,

    /// <summary>Empty, or a word for "no value".</summary>
    Missing,

    /// <summary>Anything else.</summary>
    Wrong,
}

/// <summary>Numbers as files of readings write them, and their words for "no value".</summary>
internal static class HistoryNumber
{
    // Longer than any double in plain digits that somebody means.
    private const int CharactersMax = 64;

    private static readonly string[] MissingWords =
        ["-", "--", "---", "--.-", "---.-", "na", "n/a", "nan", "null", "none", "nil", "unknown", "unavailable", "undefined", "\\N"];

    public static CellKind Read(ReadOnlySpan<char> text, char decimalMark, out double number)
    {
        number = 0;
        text = text.Trim();
        if (text.IsEmpty || IsMissingWord(text))
        {
            return CellKind.Missing;
        }

        if (text.Length > CharactersMax)
        {
            return CellKind.Wrong;
        }

        Span<char> digits = stackalloc char[text.Length];
        text.CopyTo(digits);
        if (decimalMark == ',')
        {
            // A point beside a comma is one between thousands, and which is which nobody can tell: not a number.
            if (digits.Contains('.') && digits.Contains(','))
            {
                return CellKind.Wrong;
            }

            digits.Replace(',', '.');
        }

        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number)
            ? CellKind.Number
            : CellKind.Wrong;
    }

    private static bool IsMissingWord(ReadOnlySpan<char> text)
    {
        foreach (var word in MissingWords)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
