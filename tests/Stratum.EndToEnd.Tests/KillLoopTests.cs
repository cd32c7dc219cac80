using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary>What was acknowledged is there after kill -9, every time, also while tables are written and merged.</summary>
public sealed class KillLoopTests
{
    // Small memory and log, so that tables are written all the time.
    private const string SmallStore = """
        [db_limits]
        memtable_mb = 1
        wal_segment_mb = 1
        wal_max_mb = 2
        """;

    private const int RowsPerPost = 50;

    private static int Rounds => int.TryParse(
        Environment.GetEnvironmentVariable("STRATUM_CRASH_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds)
        ? rounds
        : 20;

    [Fact]
    public async Task Post_WhileProcessIsKilledRepeatedly_LosesNoAcknowledgedObservation()
    {
        using var directory = new NodeDirectory(SmallStore);
        await directory.InitAsync();
        var acknowledged = new ConcurrentDictionary<int, byte>();
        var start = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 50_000;
        var next = 0;
        var random = new Random(20261120);
        for (var round = 0; round < Rounds; round++)
        {
            await using var node = await RunningNode.StartAsync(directory);
            using var stop = new CancellationTokenSource();
            var posters = Enumerable.Range(0, 3).Select(_ =>
                PostUntilAsync(node, start, () => Interlocked.Add(ref next, RowsPerPost), acknowledged, stop.Token)).ToArray();
            var target = acknowledged.Count + random.Next(3 * RowsPerPost, 40 * RowsPerPost);
            await WaitUntilAsync(() => acknowledged.Count >= target);
            await node.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(posters);
        }

        await using var last = await RunningNode.StartAsync(directory);
        var stored = await ReadStoredAsync(last);
        var lost = acknowledged.Keys.Where(number => !stored.Contains(number)).Order().ToArray();
        Assert.True(lost.Length == 0, $"{lost.Length} of {acknowledged.Count} acknowledged observations are lost: {string.Join(", ", lost.Take(20))}");
        Assert.True(acknowledged.Count >= Rounds * 3 * RowsPerPost, "too little was posted to prove anything");
        using var status = JsonDocument.Parse(await last.GetAsync("/status"));
        Assert.True(status.RootElement.GetProperty("store").GetProperty("tables").GetInt32() > 0, "no table was written while the node was killed");
    }

    // Each observation is its number: as value, and as seconds after the start.
    private static async Task PostUntilAsync(
        RunningNode node, long start, Func<int> next, ConcurrentDictionary<int, byte> acknowledged, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var numbers = Enumerable.Range(next(), RowsPerPost).ToArray();
            try
            {
                using var response = await node.PostAsync($"[{string.Join(',', numbers.Select(number =>
                    $$"""{"device_id":"loop","timestamp":{{start + (number % 49_000)}},"reading_type":"counter","unit":"1","value":{{number}}}"""))}]");
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    Array.ForEach(numbers, number => acknowledged.TryAdd(number, 0));
                }
            }
            catch (HttpRequestException)
            {
                // Killed while the request was under way: it was not acknowledged.
                return;
            }
        }
    }

    private static async Task<HashSet<int>> ReadStoredAsync(RunningNode node)
    {
        var stored = new HashSet<int>();
        var cursor = "";
        do
        {
            using var page = JsonDocument.Parse(await node.GetAsync($"/series?device_id=loop&limit=10000&fields=value{cursor}"));
            foreach (var observation in page.RootElement.GetProperty("observations").EnumerateArray())
            {
                Assert.True(stored.Add((int)observation.GetProperty("value").GetDouble()), "a page repeats an observation");
            }

            cursor = page.RootElement.GetProperty("next").GetString() is { } next ? $"&cursor={Uri.EscapeDataString(next)}" : null;
        }
        while (cursor is not null);

        return stored;
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "the posters made no progress for a minute");
            await Task.Yield();
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
