using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary>The whole way of a reading through a real process: init, start, ingest, now, series, stream, kill -9, restart, verify.</summary>
public sealed class SmokeTests
{
    [Fact]
    public async Task Reading_FromPostToVerifiedExport_SurvivesKill()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 30;

        string before;
        await using (var node = await RunningNode.StartAsync(directory))
        {
            using var stream = await node.Client.GetStreamAsync(new Uri(node.Api, "/stream"));
            using var events = new StreamReader(stream);
            using var answer = await node.PostAsync(
                $$"""
                [{"device_id":"roof","timestamp":{{timestamp}},"reading_type":"temperature","value":21.5,"latitude":57.15,"longitude":-2.11},
                 {"device_id":"yard","timestamp":{{timestamp}},"reading_type":"temperature","value":22.5,"latitude":57.16,"longitude":-2.11}]
                """);
            Assert.Equal("""{"accepted":2,"duplicates":0,"rejected":[]}""", await answer.Content.ReadAsStringAsync());

            Assert.Equal("21.5", await NextObservationValueAsync(events));

            using var now = JsonDocument.Parse(await node.GetAsync("/now?lat=57.155&lng=-2.11"));
            var quantity = now.RootElement.GetProperty("quantities")[0];
            Assert.Equal("temperature", quantity.GetProperty("reading_type").GetString());
            Assert.InRange(quantity.GetProperty("value").GetDouble(), 21.5, 22.5);
            Assert.Equal(2, quantity.GetProperty("contributors").GetArrayLength());

            before = await node.GetAsync("/series?device_id=roof");
            await node.KillAsync();
        }

        await using var again = await RunningNode.StartAsync(directory);
        Assert.Equal(SignedParts(before), SignedParts(await again.GetAsync("/series?device_id=roof")));
        var export = Path.Combine(directory.Root, "export.ndjson");
        await File.WriteAllTextAsync(export, await again.GetAsync("/export?format=ndjson"));
        Assert.Equal(2, (await File.ReadAllLinesAsync(export)).Length);

        var (exitCode, output, error) = await StratumProgram.RunAsync(null, "verify", export);
        Assert.True(exitCode == 0, output + error);
        Assert.Equal(0, await again.StopAsync());
    }

    private static async Task<string> NextObservationValueAsync(StreamReader events)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await events.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                using var observation = JsonDocument.Parse(line["data: ".Length..]);
                return observation.RootElement.GetProperty("value").GetRawText();
            }
        }

        throw new InvalidOperationException("the stream ended without an observation");
    }

    // Scores and witnesses may differ after a restart; what was signed may not.
    private static string[] SignedParts(string series)
    {
        using var document = JsonDocument.Parse(series);
        return
        [
            .. document.RootElement.GetProperty("observations").EnumerateArray()
                .Select(o => $"{o.GetProperty("content_id").GetString()} {o.GetProperty("signature").GetString()} {o.GetProperty("value").GetRawText()}"),
        ];
    }
}
