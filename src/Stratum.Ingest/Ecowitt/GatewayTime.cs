using System.Globalization;

namespace Stratum.Ingest;

/// <summary>dateutc as gateways write it: "2020-11-13 17:10:24", with spaces behind colons, without leading zeros, a '+' for the space, or "now".</summary>
internal static class GatewayTime
{
    private static readonly string[] Forms = ["yyyy-M-d H:m:s", "yyyy-M-d'T'H:m:s", "yyyy-M-d'T'H:m:s'Z'", "yyyy/M/d H:m:s"];

    /// <summary>
    /// Unix seconds; null for "now", for none, for what cannot be read and for what an unset clock says: such a reading is stamped at receipt, and so
    /// flagged.
    /// </summary>
    /// <param name="text">What the gateway says.</param>
    /// <param name="keptSinceSeconds">The earliest time that this node takes.</param>
    public static long? Parse(string? text, long keptSinceSeconds = long.MinValue)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Equals("now", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var tidy = text.Trim().Replace(": ", ":", StringComparison.Ordinal).Replace('+', ' ').Replace("  ", " ", StringComparison.Ordinal);
        if (DateTime.TryParseExact(
            tidy, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return DeviceClock.Known(new DateTimeOffset(time).ToUnixTimeSeconds(), keptSinceSeconds);
        }

        return null;
    }
}
