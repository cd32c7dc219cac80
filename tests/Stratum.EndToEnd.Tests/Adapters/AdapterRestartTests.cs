using System.Globalization;
using System.Text;
using System.Text.Json;
using Stratum.Ingest.Tests;

namespace Stratum.EndToEnd.Tests;

/// <summary>kill -9 between what a device says and what it hears: nothing is lost, and nothing is there twice.</summary>
public sealed class AdapterRestartTests
{
    private const string Celsius = "\u00b0C";
    private const int MessageCount = 400;
    private const int KillCount = 3;

    private readonly long _start = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 3600;

    [MosquittoFact]
    public async Task Send_TheSameAgainAfterKill_IsADuplicateOfEveryAdapter()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var console = new ReplayConsole([], [ArchivePage()], dropAfter: -1);
        using var directory = new NodeDirectory(Sensors(console.Url, broker.Url));
        await directory.InitAsync();
        long held;
        await using (var node = await RunningNode.StartAsync(directory))
        {
            await SendAllAsync(node, broker.Port);
            await Eventually.TrueAsync(async () => (await StoredSeries.AdapterAsync(node, "tasmota")).Accepted == 2);
            await Eventually.TrueAsync(async () => (await StoredSeries.AdapterAsync(node, "console")).Accepted == 5 * ReplayPacket.ReadingsOfRecord);
            held = await HeldAsync(node);
            Assert.Equal(2 + (5 * ReplayPacket.ReadingsOfRecord) + 4 + 2, held);
            await node.KillAsync();
        }

        await using var again = await RunningNode.StartAsync(directory);
        await SendAllAsync(again, broker.Port);
        await Eventually.TrueAsync(async () => (await StoredSeries.AdapterAsync(again, "tasmota")).Duplicates >= 2);
        Assert.Equal((0, 4), Counts(await StoredSeries.AdapterAsync(again, "gateway")));
        Assert.Equal((0, 2), Counts(await StoredSeries.AdapterAsync(again, "yard")));
        // The console was asked from its newest record on, and what it repeats all the same is passed over.
        var newest = Words(RecordTime(4));
        await Eventually.TrueAsync(() => Task.FromResult(console.ArchiveRequests.Last() == newest));
        Assert.NotEqual(newest, console.ArchiveRequests.First());
        Assert.Equal(held, await HeldAsync(again));
        Assert.Equal(0, await again.StopAsync());
    }

    [MosquittoFact]
    public async Task Publish_WhileTheNodeIsKilled_EveryMessageIsThereOnce()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        using var directory = new NodeDirectory(MqttSensor(broker.Url));
        await directory.InitAsync();
        await using (var first = await RunningNode.StartAsync(directory))
        {
            // The subscription, from which on the broker keeps what comes.
            await Eventually.TrueAsync(async () => (await StoredSeries.AdapterAsync(first, "tasmota")).State == "connected");
            await first.StopAsync();
        }

        // A quarter before each kill and one after the last; each goes on while the node is down.
        const int quarter = MessageCount / (KillCount + 1);
        var (published, kills) = (0, 0);
        var publishing = Task.Run(() => PublishAllAsync(broker.Port, i => Volatile.Read(ref kills) >= i / quarter, () => Interlocked.Increment(ref published)));
        for (var kill = 0; kill < KillCount; kill++)
        {
            await using var node = await RunningNode.StartAsync(directory);
            await Eventually.TrueAsync(async () => Volatile.Read(ref published) >= (kill * quarter) + (quarter / 2)
                && (await StoredSeries.AdapterAsync(node, "tasmota")).Taken > 0);
            await node.KillAsync();
            Interlocked.Increment(ref kills);
        }

        await using var last = await RunningNode.StartAsync(directory);
        await publishing;
        var expected = Enumerable.Range(0, MessageCount).Select(i => i * 0.1m).ToArray();
        await Eventually.TrueAsync(async () => (await StoredSeries.ValuesAsync(last, "timed-bme280", "temperature", Celsius)).Distinct().Count() == MessageCount
            && (await StoredSeries.ValuesAsync(last, "untimed-bme280", "temperature", Celsius)).Distinct().Count() == MessageCount);
        Assert.Equal(expected, (await StoredSeries.ValuesAsync(last, "timed-bme280", "temperature", Celsius)).Order());
        Assert.Equal(expected, (await StoredSeries.ValuesAsync(last, "untimed-bme280", "temperature", Celsius)).Order());
        Assert.Equal(0, (await StoredSeries.AdapterAsync(last, "tasmota")).Rejected);
        Assert.Equal(0, await last.StopAsync());
    }

    private static (long Accepted, long Duplicates) Counts(AdapterState adapter) => (adapter.Accepted, adapter.Duplicates);

    private static string MqttSensor(string brokerUrl) => $$"""
        [[sensors]]
        adapter = "mqtt"
        name = "tasmota"
        url = "{{brokerUrl}}"
        preset = "tasmota"
        timezone = "UTC"
        """;

    private static string Sensors(string consoleUrl, string brokerUrl) => MqttSensor(brokerUrl) + "\n" + $$"""
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
        """;

    private DateTime RecordTime(int i) => DateTimeOffset.FromUnixTimeSeconds(_start - (_start % 60) + (i * 300)).UtcDateTime;

    private byte[] ArchivePage() => ReplayPacket.Page(0, [.. Enumerable.Range(0, 5).Select(i => (RecordTime(i), 500 + i))]);

    private static string Words(DateTime time)
    {
        var (date, clock) = (time.Day + (time.Month * 32) + ((time.Year - 2000) * 512), (time.Hour * 100) + time.Minute);
        return Convert.ToHexString((byte[])[(byte)date, (byte)(date >> 8), (byte)clock, (byte)(clock >> 8)]);
    }

    private async Task SendAllAsync(RunningNode node, int port)
    {
        await Eventually.TrueAsync(async () => (await StoredSeries.AdapterAsync(node, "tasmota")).State == "connected");
        var time = DateTimeOffset.FromUnixTimeSeconds(_start).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        using var form = await node.Client.PostAsync(
            new Uri(node.Ingest, "/data/report/"),
            new StringContent(
                $"PASSKEY=A&stationtype=GW1100A_V2.3.4&dateutc={time}&tempf=50&humidity=70&tempinf=68&humidityin=40", Encoding.ASCII,
                "application/x-www-form-urlencoded"));
        using var draft = await node.PostAsync($$$"""{"timestamp":{{{_start}}},"readings":{"temperature":10,"humidity":55}}""");
        Assert.True(form.IsSuccessStatusCode && draft.IsSuccessStatusCode);
        using var device = await MqttDevice.ConnectAsync(port, "sonde");
        await device.PublishAsync("tele/sonde/SENSOR", $$$"""{"Time":"{{{time.Replace(' ', 'T')}}}","BME280":{"Temperature":5.5,"Humidity":60}}""");
    }

    private async Task PublishAllAsync(int port, Func<int, bool> mayPublish, Action onPublished)
    {
        using var device = await MqttDevice.ConnectAsync(port, "publisher");
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var i = 0; i < MessageCount; i++)
        {
            while (!mayPublish(i))
            {
                await pace.WaitForNextTickAsync();
            }

            var time = DateTimeOffset.FromUnixTimeSeconds(_start + i).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
            var value = (i * 0.1m).ToString(CultureInfo.InvariantCulture);
            await device.PublishAsync("tele/timed/SENSOR", $$$"""{"Time":"{{{time}}}","BME280":{"Temperature":{{{value}}} }}""");
            await device.PublishAsync("tele/untimed/SENSOR", $$$"""{"BME280":{"Temperature":{{{value}}} }}""");
            onPublished();
            await pace.WaitForNextTickAsync();
        }
    }

    private static async Task<long> HeldAsync(RunningNode node)
    {
        using var status = JsonDocument.Parse(await node.GetAsync("/status"));
        return status.RootElement.GetProperty("store").GetProperty("observations").GetInt64();
    }
}
