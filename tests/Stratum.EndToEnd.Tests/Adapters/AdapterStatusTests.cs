using System.Globalization;
using System.Net;
using System.Text;

namespace Stratum.EndToEnd.Tests;

/// <summary>What an operator sees of devices in trouble, and what nobody may see.</summary>
public sealed class AdapterStatusTests
{
    private const string Passkey = "5ECRE7PA55KEY0123456789ABCDEF012";
    private const string StationId = "ISECRETID7";
    private const string Password = "s3cretPassw0rd";
    private const string BrokerPassword = "br0kerS3cret";

    [Fact]
    public async Task Status_EveryAdapterInTrouble_SaysWhatToDo()
    {
        using var directory = new NodeDirectory();
        Directory.CreateDirectory(Path.Combine(directory.Root, "no-chip"));
        directory.WriteConfiguration(Troubled("info"));
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        await ShownAsync(node, "console", "backoff", "check url, and that no other program holds the WeatherLinkIP");
        await ShownAsync(node, "live", "backoff", "check url and that the device is on");
        await ShownAsync(node, "polled", "backoff", "check url and that the device is on");
        await ShownAsync(node, "chip", "backoff", "load the driver");
        await ShownAsync(node, "broker", "backoff", "check url, and that the broker listens there");

        // Those that are posted to.
        Assert.Equal("listening", (await StoredSeries.AdapterAsync(node, "gateway")).State);
        using var form = await PostFormAsync(node, "PASSKEY=A&dateutc=2999-01-01 00:00:00&tempf=50");
        using var draft = await node.PostAsync("""{"device_id":"yard","reading_type":"temperature","value":1,"unit":"V"}""");
        await ShownAsync(node, "gateway", "listening", "in the future");
        await ShownAsync(node, "yard", "listening", "is accepted in");
        Assert.Equal((1, 1), ((await StoredSeries.AdapterAsync(node, "gateway")).Rejected, (await StoredSeries.AdapterAsync(node, "yard")).Rejected));
        Assert.Equal(0, await node.StopAsync());
    }

    // PASSKEY is ecowitt.net's password too, ID and PASSWORD are Wunderground's, and a token in a path opens this node.
    [Fact]
    public async Task Log_AtItsMostTalkative_HasNoCredential()
    {
        using var directory = new NodeDirectory();
        Directory.CreateDirectory(Path.Combine(directory.Root, "no-chip"));
        directory.WriteConfiguration(Troubled("trace"));
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        var time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var answers = new StringBuilder();
        foreach (var fields in (string[])[$"dateutc={time}&tempf=50", "dateutc=2999-01-01 00:00:00&tempf=50", "tempf=hot", new string('x', 300) + "=1"])
        {
            using var form = await PostFormAsync(node, $"PASSKEY={Passkey}&{fields}");
            answers.Append(form.Headers).Append(await form.Content.ReadAsStringAsync());
            foreach (var path in (string[])["/weatherstation/updateweatherstation.php", $"/t/{Password}/weatherstation/updateweatherstation.php"])
            {
                using var upload = await node.Client.GetAsync(new Uri(node.Ingest, $"{path}?ID={StationId}&PASSWORD={Password}&{fields}"));
                answers.Append(upload.Headers).Append(await upload.Content.ReadAsStringAsync());
            }
        }

        using var ambient = await node.Client.GetAsync(new Uri(node.Ingest, $"/data/reportPASSKEY={Passkey}&tempf=51"));
        Assert.Equal(HttpStatusCode.OK, ambient.StatusCode);
        await ShownAsync(node, "broker", "backoff", "check url, and that the broker listens there");
        var (exitCode, configuration, _) = await StratumProgram.RunAsync(null, "config", "show", "--config", directory.Configuration);
        Assert.Equal(0, exitCode);
        var seen = string.Join('\n', answers, await node.GetAsync("/status"), await node.GetAsync("/metrics"), await node.GetAsync("/stations"),
            await node.GetAsync("/export?format=ndjson"), configuration, node.Log);
        Assert.Contains("ecowitt-", seen, StringComparison.Ordinal);
        Assert.Contains("wu-", seen, StringComparison.Ordinal);
        foreach (var secret in (string[])[Passkey, StationId, Password, BrokerPassword])
        {
            Assert.DoesNotContain(secret, seen, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(0, await node.StopAsync());
        Assert.DoesNotContain(BrokerPassword, node.Log, StringComparison.Ordinal);
    }

    // Port 9 of loopback: nobody listens there.
    private static string Troubled(string level) => $$"""
        [log]
        level = "{{level}}"

        [[sensors]]
        adapter = "davis"
        name = "console"
        url = "tcp://127.0.0.1:9"

        [[sensors]]
        adapter = "davis"
        name = "live"
        url = "http://127.0.0.1:9"

        [[sensors]]
        adapter = "ecowitt"
        name = "polled"
        mode = "poll"
        url = "http://127.0.0.1:9"

        [[sensors]]
        adapter = "ecowitt"
        name = "gateway"
        station = "{{(level == "trace" ? "ecowitt-000000000000" : "ecowitt-c3b3a8368c64")}}"

        [[sensors]]
        adapter = "http_json"
        name = "yard"
        device_id = "yard"

        [[sensors]]
        adapter = "bme280"
        name = "chip"
        bus = "iio"
        iio_path = "no-chip"

        [[sensors]]
        adapter = "mqtt"
        name = "broker"
        url = "mqtt://127.0.0.1:9"
        username = "u"
        password = "{{BrokerPassword}}"
        preset = "tasmota"
        """;

    private static Task<HttpResponseMessage> PostFormAsync(RunningNode node, string form) => node.Client.PostAsync(
        new Uri(node.Ingest, "/data/report/"), new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded"));

    private static Task ShownAsync(RunningNode node, string name, string state, string advice) => Eventually.TrueAsync(async () =>
        await StoredSeries.AdapterAsync(node, name) is var adapter && adapter.State == state
            && adapter.LastError?.Contains(advice, StringComparison.Ordinal) == true);
}
