using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>The adapter as the node makes it, from the keys of a [[sensors]] table.</summary>
internal static class MqttSetup
{
    public static IIngestAdapter Create(FakeClock clock, SensorOptions sensor, params StoredObservation[] stored) =>
        new MqttFactory(Listener(clock), "node", (deviceId, readingType) =>
            stored.Where(one => one.Series.DeviceId == deviceId && one.Series.ReadingType == readingType)).Create(sensor);

    public static HttpIngest Listener(FakeClock clock)
    {
        var tokens = new TokenStore(Path.Combine(Path.GetTempPath(), "stratum-no-tokens.json"), clock);
        return new HttpIngest(new HttpIngestOptions(), tokens, clock, new IngestMetrics(new Meter("test")), clock, NullLogger<HttpIngest>.Instance);
    }

    public static SensorOptions Sensor(params (string Key, string Value)[] settings) => new()
    {
        Adapter = "mqtt",
        Include = ["*"],
        Settings = settings.ToDictionary(pair => pair.Key, pair => pair.Value),
    };

    public static async Task<AdapterRun> ConnectAsync(FakeIntake intake, FakeClock clock, SensorOptions sensor)
    {
        var run = new AdapterRun(Create(clock, sensor), intake);
        await run.UntilAsync(() => run.Adapter.Status.State == "connected");
        return run;
    }
}
