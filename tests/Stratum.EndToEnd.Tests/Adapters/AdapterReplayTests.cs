using System.Globalization;
using System.Text;
using Stratum.Ingest.Tests;

namespace Stratum.EndToEnd.Tests;

/// <summary>
/// All five adapters of one node, each in front of its device's emulator, and an hour of what the devices say, as fast as it can be
/// taken: everything that was sent is in the store, in the registry's units.
/// </summary>
public sealed class AdapterReplayTests
{
    private const int HourSeconds = 3600;
    private const int PacketCount = 1440;
    private const int UploadCount = 225;
    private const int PostCount = 60;
    private const int TelemetryCount = 60;
    private const int MeasurementCount = 12;
    private const string Celsius = "\u00b0C";

    private readonly long _start = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - HourSeconds;

    [MosquittoFact]
    public async Task Start_WithFiveAdapters_TakesAnHourWithoutLoss()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var console = new ReplayConsole(
            Enumerable.Range(0, PacketCount).Select(i => ReplayPacket.Loop(i % 2 == 1, TenthsF(i), i / 10)), ArchivePages(), dropAfter: 700);
        using var directory = new NodeDirectory();
        var chip = new KernelChip(Directory.CreateDirectory(Path.Combine(directory.Root, "iio")).FullName);
        chip.Set(20_000, 101.325m, 50_000);
        directory.WriteConfiguration(Sensors(console.Url, broker.Url));
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        await Eventually.TrueAsync(async () => (await StoredSeries.AdapterAsync(node, "tasmota")).State == "connected");

        await Task.WhenAll(PostGatewayAsync(node), PostDraftsAsync(node), PublishAsync(broker), MeasureAsync(node, chip));
        const int davisReadings = (PacketCount / 2 * (ReplayPacket.ReadingsOfLoop + ReplayPacket.ReadingsOfLoop2)) + (12 * ReplayPacket.ReadingsOfRecord);
        await Eventually.TrueAsync(async () => (await StoredSeries.AdapterAsync(node, "console")).Taken >= davisReadings);
        await Eventually.TrueAsync(async () => (await StoredSeries.AdapterAsync(node, "tasmota")).Taken >= TelemetryCount * 10 * 3);

        // The values of /series.
        await SameAsync(node, "console", "temperature", Celsius, Archive.Concat(Enumerable.Range(0, PacketCount).Select(TenthsF)).Select(OfFahrenheit));
        await SameAsync(node, "console", "rain_total", "mm", Enumerable.Range(0, PacketCount / 10).Select(clicks => clicks * 0.254m), isDistinct: true);
        await SameAsync(node, "gateway", "temperature", Celsius, Enumerable.Range(0, UploadCount).Select(TenthsF).Select(OfFahrenheit));
        await SameAsync(node, "gateway-in", "temperature", Celsius, Enumerable.Repeat(20m, UploadCount));
        await SameAsync(node, "gateway", "pressure", "hPa", Enumerable.Repeat(1013.25m, UploadCount));
        await SameAsync(node, "gateway", "wind_speed", "m/s", Enumerable.Repeat(4.47m, UploadCount));
        await SameAsync(node, "yard", "temperature", Celsius, Enumerable.Range(0, PostCount).Select(i => 10 + (i * 0.25m)));
        await SameAsync(node, "yard", "pressure", "hPa", Enumerable.Repeat(1001.25m, PostCount));
        await SameAsync(node, "sonde9-bme280", "temperature", Celsius, Enumerable.Range(0, TelemetryCount).Select(i => 5 + (i * 0.1m)));
        await SameAsync(node, "sonde0-bme280", "pressure", "hPa", Enumerable.Repeat(1004.32m, TelemetryCount));
        var (measured, chipState) = await MeasuredAsync(node);
        Assert.Equal(Enumerable.Range(0, MeasurementCount).Select(i => 20 + (i * 0.37m)), measured.Distinct());

        // What was sent is what was counted, and /status says how each adapter is.
        Assert.Equal(davisReadings, (await CheckAsync(node, "console", "connected")).Taken);
        Assert.Equal(UploadCount * 8, (await CheckAsync(node, "gateway", "listening")).Accepted);
        Assert.Equal(PostCount * 3, (await CheckAsync(node, "yard", "listening")).Accepted);
        var telemetry = await CheckAsync(node, "tasmota", "connected");
        Assert.Equal(TelemetryCount * 10 * 3, telemetry.Accepted);
        Assert.Contains("the broker", telemetry.LastError, StringComparison.Ordinal);
        await CheckAsync(node, "chip", "connected");
        Assert.Equal(measured.Count * 3, chipState.Accepted);
        Assert.Contains("closed the connection", (await StoredSeries.AdapterAsync(node, "console")).LastError, StringComparison.Ordinal);
        Assert.Equal("00000000", Assert.Single(console.ArchiveRequests.Distinct()));
        Assert.Equal(0, await node.StopAsync());
    }

    private static string Sensors(string consoleUrl, string brokerUrl) => $$"""
        [db_limits]
        max_age_days = 0

        [[sensors]]
        adapter = "davis"
        name = "console"
        device_id = "console"
        url = "{{consoleUrl}}"
        timezone = "UTC"

        [[sensors]]
        adapter = "ecowitt"
        name = "gateway"
        device_id = "gateway"

        [[sensors]]
        adapter = "http_json"
        name = "yard"
        device_id = "yard"

        [[sensors]]
        adapter = "mqtt"
        name = "tasmota"
        url = "{{brokerUrl}}"
        preset = "tasmota"
        timezone = "UTC"

        [[sensors]]
        adapter = "bme280"
        name = "chip"
        device_id = "chip"
        bus = "iio"
        iio_path = "iio"
        interval_s = 1
        """;

    // 700 values that differ after conversion too: packets have no time, and what is the same in the same second is one reading.
    private static int TenthsF(int i) => 200 + (i % 700);

    private static IEnumerable<int> Archive => Enumerable.Range(0, 12).Select(i => 900 + i);

    private static decimal OfFahrenheit(int tenths) => Math.Round(((tenths / 10m) - 32) * 5 / 9, 2, MidpointRounding.ToEven);

    private List<byte[]> ArchivePages()
    {
        // An hour in steps of five minutes, on whole minutes.
        var first = _start - (_start % 60);
        var records = Archive.Select((tenths, i) => (DateTimeOffset.FromUnixTimeSeconds(first + (i * 300)).UtcDateTime, tenths)).ToArray();
        return [.. records.Chunk(ReplayPacket.RecordsPerPage).Select((some, number) => ReplayPacket.Page((byte)number, some))];
    }

    private async Task PostGatewayAsync(RunningNode node)
    {
        for (var i = 0; i < UploadCount; i++)
        {
            var time = DateTimeOffset.FromUnixTimeSeconds(_start + (i * 16)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            var form = FormattableString.Invariant(
                $"PASSKEY=0123456789ABCDEF0123456789ABCDEF&stationtype=GW1100A_V2.3.4&dateutc={time}&tempf={TenthsF(i) / 10m}&humidity=70&tempinf=68.0")
                + "&baromrelin=30.1&baromabsin=29.9213&winddir=90&windspeedmph=10.0&windgustmph=12.5&yearlyrainin=4.441&freq=868M&model=GW1100A";
            using var answer = await node.Client.PostAsync(
                new Uri(node.Ingest, "/data/report/"), new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded"));
            Assert.Contains("\"errcode\":\"0\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private async Task PostDraftsAsync(RunningNode node)
    {
        for (var i = 0; i < PostCount; i++)
        {
            using var answer = await node.PostAsync(FormattableString.Invariant(
                $$$$"""
                {"timestamp":{{{{_start + (i * 60)}}}},"readings":{"temperature":{{{{10
                    + (i * 0.25m)}}}},"humidity":55,"pressure":{"value":100125,"unit":"Pa"}}}
                """));
            Assert.Equal("""{"accepted":3,"duplicates":0,"rejected":[]}""", await answer.Content.ReadAsStringAsync());
        }
    }

    // The broker is restarted in the middle; what is published while the node is not back yet waits there.
    private async Task PublishAsync(MosquittoBroker broker)
    {
        await PublishAsync(broker.Port, 0, TelemetryCount / 2);
        await broker.StopAsync();
        await broker.RunAsync();
        await PublishAsync(broker.Port, TelemetryCount / 2, TelemetryCount);
    }

    private async Task PublishAsync(int port, int first, int end)
    {
        using var device = await MqttDevice.ConnectAsync(port, "sondes");
        for (var i = first; i < end; i++)
        {
            var time = DateTimeOffset.FromUnixTimeSeconds(_start + (i * 60)).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
            for (var number = 0; number < 10; number++)
            {
                await device.PublishAsync($"tele/sonde{number}/SENSOR", FormattableString.Invariant(
                    $$$"""
                    {"Time":"{{{time}}}","BME280":{"Temperature":{{{5 + (i * 0.1m)}}},"Humidity":60.5,"Pressure":753.3},"PressureUnit":"mmHg","TempUnit":"C"}
                    """));
            }
        }
    }

    // The chip is asked once a second; each value stands until it was read.
    private static async Task MeasureAsync(RunningNode node, KernelChip chip)
    {
        for (var i = 0; i < MeasurementCount; i++)
        {
            chip.Set(20_000 + (i * 370), 101.325m, 50_000);
            await Eventually.TrueAsync(async () => (await StoredSeries.ValuesAsync(node, "chip", "temperature", Celsius)).Contains(20 + (i * 0.37m)));
        }
    }

    // The chip goes on being asked: what is stored and what was counted are of one moment when nothing came between.
    private static async Task<(IReadOnlyList<decimal> Values, AdapterState State)> MeasuredAsync(RunningNode node)
    {
        IReadOnlyList<decimal> values = [];
        var state = await StoredSeries.AdapterAsync(node, "chip");
        await Eventually.TrueAsync(async () =>
        {
            var before = state;
            values = await StoredSeries.ValuesAsync(node, "chip", "temperature", Celsius);
            state = await StoredSeries.AdapterAsync(node, "chip");
            return state.Accepted == before.Accepted;
        });
        return (values, state);
    }

    private static async Task SameAsync(
        RunningNode node, string deviceId, string readingType, string unit, IEnumerable<decimal> expected, bool isDistinct = false)
    {
        var stored = await StoredSeries.ValuesAsync(node, deviceId, readingType, unit);
        var rounded = expected.Select(value => Math.Round(value, 2, MidpointRounding.ToEven));
        Assert.Equal(rounded.Order(), (isDistinct ? stored.Distinct() : stored).Order());
    }

    private static async Task<AdapterState> CheckAsync(RunningNode node, string name, string state)
    {
        var adapter = await StoredSeries.AdapterAsync(node, name);
        Assert.Equal((name, state, 0L), (name, adapter.State, adapter.Rejected));
        Assert.InRange(adapter.LastReadingAgeSeconds ?? -1, 0, 120);
        return adapter;
    }
}
