namespace Stratum.Ingest;

/// <summary>
/// Which of several sources of one quantity a series has, where a device tells it more than once: its counters of rain by year, month and day, its
/// winds of now and of two minutes. The first message decides, by the order of the adapter; a running series never changes its source. While
/// the chosen one is missing, the first of the others has a series of its own with its name as suffix.
/// </summary>
/// <param name="memory">Keeps the decisions.</param>
/// <param name="mayDecide">False for a sender that may not speak for the device: what is decided holds for it, it decides nothing.</param>
internal sealed class SourceChoice(AdapterMemory memory, Func<string, bool>? mayDecide = null)
{
    private const string Yes = "yes";

    /// <summary>The place of the source to take, and the suffix of its series; -1 when none is there.</summary>
    /// <param name="quantity">What is told, for the memory.</param>
    /// <param name="series">device_id with the sensor's suffix.</param>
    /// <param name="sources">Names in order of preference, and whether the message has them.</param>
    /// <param name="suffix">"" for the chosen one.</param>
    public int Take(string quantity, string series, ReadOnlySpan<(string Name, bool IsThere)> sources, out string suffix)
    {
        suffix = "";
        var first = -1;
        var chosen = memory.Find(KeyOf(quantity, series));
        for (var i = 0; i < sources.Length; i++)
        {
            if (!sources[i].IsThere)
            {
                continue;
            }

            if (sources[i].Name == chosen)
            {
                return i;
            }

            first = first < 0 ? i : first;
        }

        if (first >= 0 && chosen is null)
        {
            Keep(KeyOf(quantity, series), series, sources[first].Name);
        }
        else if (first >= 0)
        {
            suffix = "-" + sources[first].Name;
        }

        return first;
    }

    /// <summary>Whether something was so in this or any message before.</summary>
    public bool WasEver(string what, string series, bool isNow)
    {
        var key = KeyOf(what, series);
        if (memory.Find(key) == Yes)
        {
            return true;
        }

        if (isNow)
        {
            Keep(key, series, Yes);
        }

        return isNow;
    }

    private void Keep(string key, string series, string value)
    {
        if (mayDecide?.Invoke(series) != false)
        {
            memory.Remember(key, value);
        }
    }

    private static string KeyOf(string quantity, string series) => $"{quantity}\n{series}";
}
