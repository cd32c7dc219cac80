using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary>What a node says of its stations and adapters over HTTP.</summary>
internal static class StoredSeries
{
    /// <summary>Every observation of a series, oldest first: the values that /series shows, all in the same unit.</summary>
    public static async Task<IReadOnlyList<decimal>> ValuesAsync(RunningNode node, string deviceId, string readingType, string unit)
    {
        var values = new List<decimal>();
        string? cursor = "";
        while (cursor is not null)
        {
            using var page = JsonDocument.Parse(await node.GetAsync($"/series?device_id={deviceId}&type={readingType}&limit=10000{cursor}"));
            foreach (var observation in page.RootElement.GetProperty("observations").EnumerateArray())
            {
                Assert.Equal(unit, observation.GetProperty("unit").GetString());
                values.Add(observation.GetProperty("value").GetDecimal());
            }

            cursor = page.RootElement.GetProperty("next").GetString() is { } next ? $"&cursor={Uri.EscapeDataString(next)}" : null;
        }

        return values;
    }

    /// <summary>One adapter's part of /status.</summary>
    public static async Task<AdapterState> AdapterAsync(RunningNode node, string name)
    {
        using var status = JsonDocument.Parse(await node.GetAsync("/status"));
        var adapter = status.RootElement.GetProperty("adapters").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);
        return new AdapterState(
            adapter.GetProperty("state").GetString()!,
            adapter.GetProperty("accepted").GetInt64(),
            adapter.GetProperty("duplicates").GetInt64(),
            adapter.GetProperty("rejected").GetInt64(),
            adapter.GetProperty("last_reading_age_s").ValueKind == JsonValueKind.Null ? null : adapter.GetProperty("last_reading_age_s").GetInt64(),
            adapter.GetProperty("last_error").GetString());
    }
}
