using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>What a person is told whose table reads nothing.</summary>
internal static class UnmatchedHint
{
    private const int TopicsShown = 10;

    // What a session subscribes to may be some thousand topics.
    private const int FiltersShown = 4;

    /// <summary>Messages came, and none has a reading.</summary>
    public static string OfMessages(MessageCounts counts)
    {
        var last = counts.LastNotUnderstood ?? counts.LastPassedOver;
        return $"{counts.Seen} messages came and none has a reading; {(last is null ? "check preset and topic" : $"the last, on {last.Topic}, {last.Reason}")}";
    }

    /// <summary>None came: what the broker has instead. Of many topics those that differ most are shown.</summary>
    public static string OfTopics(IReadOnlyList<string> filters, IReadOnlyCollection<string> topics, bool isRefused)
    {
        var shown = string.Join(", ", filters.Take(FiltersShown).Select(Excerpt.Of)) + (filters.Count > FiltersShown ? ", ..." : "");
        if (isRefused)
        {
            return $"no message came on {shown}, and the broker does not allow a look at its other topics: check topic and the user's rights there";
        }

        if (topics.Count == 0)
        {
            return $"no message came on {shown}, nor on any other topic that this user may read: check the device, and the user's rights";
        }

        // The first of each first level before the second of any.
        var groups = topics.Order(StringComparer.Ordinal).GroupBy(topic => topic.Split('/')[0]);
        var ranks = groups.SelectMany(group => group.Select((topic, rank) => (topic, rank)));
        var some = ranks.OrderBy(one => one.rank).Take(TopicsShown).Select(one => Excerpt.Of(one.topic)).ToList();
        return $"no message came on {shown}; the broker has {string.Join(", ", some)}{(topics.Count > TopicsShown ? ", ..." : "")}: check topic and preset";
    }
}
