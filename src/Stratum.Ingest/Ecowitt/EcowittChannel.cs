namespace Stratum.Ingest;

/// <summary>Takes the channel's number out of a key: <c>soil_ec_hum12</c> is <c>soil_ec_hum#</c> and 12.</summary>
internal static class EcowittChannel
{
    // Sixteen soil sensors are the most of any kind.
    private const int ChannelMax = 16;

    public static bool TrySplit(string name, out string pattern, out string channel)
    {
        (pattern, channel) = ("", "");
        // The number is the last run of digits: behind it at most the f of Fahrenheit.
        var end = name.Length;
        while (end > 0 && !char.IsAsciiDigit(name[end - 1]))
        {
            end--;
        }

        var start = end;
        while (start > 0 && char.IsAsciiDigit(name[start - 1]))
        {
            start--;
        }

        if (start == end || end - start > 2 || name.Length - end > 1 || name[start] == '0')
        {
            return false;
        }

        channel = name[start..end];
        var number = (channel[0] - '0') + (channel.Length == 2 ? ((channel[0] - '0') * 9) + (channel[1] - '0') : 0);
        pattern = string.Concat(name.AsSpan(0, start), "#", name.AsSpan(end));
        return number <= ChannelMax;
    }
}
