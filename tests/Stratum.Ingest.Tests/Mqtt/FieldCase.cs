using System.Globalization;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>A case of Captures/field, published at a real broker message by message and read by the adapter as a [[sensors]] table makes it.</summary>
internal static class FieldCase
{
    public static readonly long Seconds = DateTimeOffset.Parse("2026-11-25T16:00:00Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    /// <summary>Its messages, in order.</summary>
    public static IReadOnlyList<(string Topic, string Payload, bool IsRetained)> Messages(string name)
    {
        if (!File.Exists(Capture.PathOf("field", name, "topic.txt")))
        {
            return [.. Lines("input.jsonl").Select(Enveloped)];
        }

        var topic = Capture.Text("field", name, "topic.txt").Trim();
        var input = File.Exists(Capture.PathOf("field", name, "input.jsonl")) ? "input.jsonl" : "input.json";
        return [.. Lines(input).Select(line => (topic, line, false))];

        string[] Lines(string file) => Capture.Text("field", name, file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Publishes the messages and returns what was signed of them: "device_id reading_type value", with DEPLOYMENT where there is one.</summary>
    public static async Task<IReadOnlyList<string>> SignedAsync(
        IReadOnlyList<(string Topic, string Payload, bool IsRetained)> messages, SensorOptions sensor, Action<AdapterStatus>? inspect = null)
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var publisher = await TestPublisher.ConnectAsync(broker);
        var intake = new FakeIntake();
        var settings = new Dictionary<string, string>(sensor.Settings) { ["url"] = broker.Url, ["timezone"] = "UTC" };
        await using var run = await MqttSetup.ConnectAsync(intake, new FakeClock { Seconds = Seconds }, sensor with { Settings = settings });
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        foreach (var (topic, payload, isRetained) in messages)
        {
            // Each until it is seen: the subscription to a topic follows its announcement, and until then a device speaks to nobody.
            var seen = run.Adapter.Status.Messages!.Seen;
            do
            {
                await publisher.PublishAsync(topic, payload, isRetained);
                await timer.WaitForNextTickAsync();
            }
            while (run.Adapter.Status.Messages!.Seen == seen);
        }

        inspect?.Invoke(run.Adapter.Status);
        return [.. intake.Observations.Select(Shown).Order(StringComparer.Ordinal)];
    }

    public static string Shown(Observation one) => FormattableString.Invariant(
        $"{one.Series.DeviceId} {one.Series.ReadingType} {one.Value} {one.Series[TextField.DeploymentType]}").TrimEnd();

    private static (string Topic, string Payload, bool IsRetained) Enveloped(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return (root.GetProperty("t").GetString()!, root.GetProperty("p").GetRawText(), root.TryGetProperty("retain", out _));
    }
}
