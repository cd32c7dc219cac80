using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>Runs a davis adapter against an emulated console.</summary>
internal static class DavisRun
{
    public static readonly (string, string) NoBackfill = ("backfill", "false");

    /// <summary>For a console that keeps silent. The others have all the time that a busy machine takes: a packet after a wait given up would be
    /// lost.</summary>
    public static readonly DavisTiming Short = new()
    {
        Wake = TimeSpan.FromMilliseconds(500),
        Answer = TimeSpan.FromMilliseconds(500),
        WriteGap = TimeSpan.FromMilliseconds(5),
        Settle = TimeSpan.FromMilliseconds(20),
    };

    public static readonly DavisTiming Patient = Short with { Wake = TimeSpan.FromSeconds(20), Answer = TimeSpan.FromSeconds(20) };

    public static IIngestAdapter Create(IngestServer server, string url, long? newest, params (string Key, string Value)[] settings) =>
        Create(server, url, newest, Patient, settings);

    public static IIngestAdapter Create(IngestServer server, string url, long? newest, DavisTiming timing, params (string Key, string Value)[] settings) =>
        new DavisFactory(server.Ingest, _ => newest, timing).Create(new SensorOptions
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
