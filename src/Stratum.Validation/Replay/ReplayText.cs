using System.Globalization;

namespace Stratum.Validation;

/// <summary>Instants and numbers as histories write them.</summary>
internal static class ReplayText
{
    /// <summary>Whole Unix seconds (a fraction is cut off), or RFC 3339; without a zone it is UTC.</summary>
    public static bool TryInstant(ReadOnlySpan<char> text, out long timestamp)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out timestamp))
        {
            return true;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < Core.Observation.TimestampMax)
        {
            timestamp = (long)Math.Floor(seconds);
            return true;
        }

        var parsed = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant);
        timestamp = parsed ? instant.ToUnixTimeSeconds() : 0;
        return parsed;
    }

    /// <summary>A finite number; null for an empty text and for what stands for no value.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double? number)
    {
        number = null;
        if (text.IsEmpty || text.Equals("NaN", StringComparison.OrdinalIgnoreCase) || text.Equals("NA", StringComparison.Ordinal)
            || text.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var parsed = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
        number = parsed ? value : null;
        return parsed;
    }
}
