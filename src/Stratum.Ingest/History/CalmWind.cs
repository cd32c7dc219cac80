using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>A vane that does not turn says where the last wind came from, or 0: as live adapters do, a direction without wind is left out.</summary>
internal static class CalmWind
{
    /// <summary>Looks at the entries of one row, from <paramref name="first"/> on.</summary>
    public static void Drop(List<HistoryEntry> entries, int first)
    {
        DropOf("wind_speed", "wind_direction", entries, first);
        DropOf("wind_gust", "wind_gust_direction", entries, first);
    }

    private static void DropOf(string speed, string direction, List<HistoryEntry> entries, int first)
    {
        var calm = entries.FindIndex(first, entry => entry.Draft is { Value: 0 } draft && draft[TextField.ReadingType] == speed);
        if (calm < 0)
        {
            return;
        }

        var device = entries[calm].Draft![TextField.DeviceId];
        for (var i = entries.Count - 1; i >= first; i--)
        {
            if (entries[i].Draft is { } draft && draft[TextField.ReadingType] == direction && draft[TextField.DeviceId] == device)
            {
                entries.RemoveAt(i);
            }
        }
    }
}
