using System.Globalization;

namespace Stratum.Ingest;

/// <summary>dateutc as gateways write it: "2020-11-13 17:10:24", with spaces behind colons, without leading zeros, a '+' for the space, or "now".</summary>
internal static class GatewayTime
{
    private static readonly string[] Forms = ["yyyy-M-d H:m:s", "yyyy-M-d'T'H:m:s", "yyyy-M-d'T'H:m:s'Z'", "yyyy/M/d H:m:s"];

    /// <summary>Unix seconds; null for "now", for none and for what cannot be read: such a reading is stamped at receipt, and so flagged.</summary>
    public static long? Parse(string? text, out bool isWrong)
    {
        isWrong = false;
        if (string.IsNullOrWhiteSpace(text) || text.Equals("now", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var tidy = text.Trim().Replace(": ", ":", StringComparison.Ordinal).Replace('+', ' ').Replace("  ", " ", StringComparison.Ordinal);
        if (DateTime.TryParseExact(
            tidy, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return new DateTimeOffset(time).ToUnixTimeSeconds();
        }

        isWrong = true;
        return null;
    }
}
