namespace Stratum.Ingest;

/// <summary>Topic filters of MQTT 3.1.1, section 4.7: + is one level, # the rest.</summary>
internal static class TopicFilter
{
    /// <summary>Whether it may be subscribed to.</summary>
    public static bool IsValid(string filter)
    {
        var levels = filter.Split('/');
        for (var i = 0; i < levels.Length; i++)
        {
            var isWildcard = levels[i] == "+" || (levels[i] == "#" && i == levels.Length - 1);
            if (!isWildcard && levels[i].AsSpan().IndexOfAny("+#\0") >= 0)
            {
                return false;
            }
        }

        return filter.Length > 0;
    }

    /// <summary>Whether it matches more than one topic.</summary>
    public static bool HasWildcards(string filter) => filter.AsSpan().IndexOfAny('+', '#') >= 0;

    /// <summary>Whether the topic is one of the filter's.</summary>
    public static bool Matches(string[] filter, string[] topic)
    {
        // Wildcards never match the broker's own topics (MQTT-4.7.2-1).
        if (topic[0].StartsWith('$') && filter[0] is "+" or "#")
        {
            return false;
        }

        for (var i = 0; i < filter.Length; i++)
        {
            if (filter[i] == "#")
            {
                return true;
            }

            if (i >= topic.Length || (filter[i] != "+" && filter[i] != topic[i]))
            {
                return false;
            }
        }

        return filter.Length == topic.Length;
    }
}
