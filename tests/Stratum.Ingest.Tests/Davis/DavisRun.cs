using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>Runs a davis adapter against an emulated console.</summary>
internal static class DavisRun
{
    public static readonly (string, string) NoBackfill = ("backfill", "false");

    private static readonly DavisTiming Fast = new()
    {
        Wake = TimeSpan.FromMilliseconds(150),
        Answer = TimeSpan.FromMilliseconds(150),
        Packet = TimeSpan.FromMilliseconds(300),
        WriteGap = TimeSpan.FromMilliseconds(5),
        Settle = TimeSpan.FromMilliseconds(20),
    };

    public static IIngestAdapter Create(IngestServer server, string url, long? newest, params (string Key, string Value)[] settings) =>
        new DavisFactory(server.Ingest, _ => newest, Fast).Create(new SensorOptions
        {
            Adapter = "davis",
            DeviceId = "roof",
            Settings = settings.Append(("url", url)).ToDictionary(setting => setting.Item1, setting => setting.Item2),
        });

    /// <summary>The observations of one packet.</summary>
    public static async Task<IReadOnlyList<Observation>> OfAsync((string, string) setting, byte[] packet)
    {
        await using var console = EmulatedConsole.OnTcp(packet);
        await using var server = await IngestServer.StartAsync();
        await using (var run = new AdapterRun(Create(server, console.Url, null, setting), server.Intake))
        {
            // A packet is delivered whole.
            await run.UntilReadingsAsync(1);
            return [.. server.Intake.Observations];
        }
    }
}
