namespace Stratum.Ingest;

/// <summary>Patterns of device names: <c>*</c> is any text, <c>?</c> one character, case counts.</summary>
internal static class DevicePattern
{
    /// <summary>Whether the pattern names one device only.</summary>
    public static bool IsExact(string pattern) => pattern.AsSpan().IndexOfAny('*', '?') < 0;

    /// <summary>Whether the whole name fits. Linear in the name for each star: the last one alone is ever taken back.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var (at, place, star, retry) = (0, 0, -1, 0);
        while (place < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, retry) = (at++, place);
            }
            else if (at < pattern.Length && (pattern[at] == '?' || pattern[at] == name[place]))
            {
                at++;
                place++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                place = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].TrimStart('*').IsEmpty;
    }
}
