using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>What a device or a stranger in its place can feed: each bound at its limit and one beyond. Bodies and items are in LimitTests.</summary>
public sealed class DeviceBoundTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData(GatewayFields.NameCharactersMax, GatewayFields.ValueCharactersMax, 200)]
    [InlineData(GatewayFields.NameCharactersMax + 1, 1, 400)]
    [InlineData(1, GatewayFields.ValueCharactersMax + 1, 400)]
    public async Task Gateway_NamesAndValues_AreOfBoundedLength(int name, int value, int status)
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync($"PASSKEY=A&tempf=50&{new string('n', name)}={new string('v', value)}", Form, "/data/report/");
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("soilmoisture16", 1)]
    [InlineData("soilmoisture17", 0)]
    [InlineData("soilmoisture0", 0)]
    [InlineData("soilmoisture100", 0)]
    public async Task Gateway_Channels_AreOneToSixteen(string key, int count)
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync($"PASSKEY=A&{key}=50", Form, "/data/report/");
        Assert.Equal(count, server.Intake.Observations.Count);
    }

    // Kestrel adds Host, Content-Length and Content-Type to those of the test.
    [Theory]
    [InlineData(61, 200)]
    [InlineData(62, 431)]
    public async Task Request_Headers_AreCounted(int count, int status)
    {
        await using var server = await IngestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/data/report/") { Content = new StringContent("PASSKEY=A&tempf=50", null, Form) };
        for (var i = 0; i < count; i++)
        {
            request.Headers.TryAddWithoutValidation($"X-H{i}", "1");
        }

        using var response = await server.Client.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(65, 64)]
    public void LiveData_EntriesOfABlock_AreCounted(int entries, int read)
    {
        var list = string.Join(',', Enumerable.Range(0, entries).Select(i => $$"""{"channel":"1","humidity":"{{i}}%"}"""));
        using var json = JsonDocument.Parse($$"""{"ch_soil":[{{list}}]}""");
        Assert.Equal(read, LiveReader.Read(json.RootElement, LiveUnits.Unknown, "gw", Choices.New, out _).Items.Count);
    }

    [Theory]
    [InlineData(32, 32)]
    [InlineData(33, 32)]
    public void WeatherLink_Records_AreCounted(int records, int read)
    {
        var list = string.Join(',', Enumerable.Repeat("""{"data_structure_type":4,"temp_in":70}""", records));
        using var json = JsonDocument.Parse($$"""{"did":"1","conditions":[{{list}}]}""");
        Assert.Equal(read, WeatherLinkReader.Read(json.RootElement, "wll", Choices.New, out _).Items.Count);
    }

    [Theory]
    [InlineData(256 * 1024, null)]
    [InlineData((256 * 1024) + 1, "more than")]
    public async Task Fetch_Answers_AreOfBoundedSize(int bytes, string? problem)
    {
        await using var device = await FakeDevice.StartAsync();
        device.Answers["/x"] = (200, "{}" + new string(' ', bytes - 2));
        Assert.Equal(problem, await ProblemOfFetchAsync(device, "more than"));
    }

    [Theory]
    [InlineData(16, null)]
    [InlineData(17, "no JSON")]
    public async Task Fetch_Answers_AreOfBoundedDepth(int depth, string? problem)
    {
        await using var device = await FakeDevice.StartAsync();
        device.Answers["/x"] = (200, new string('[', depth) + new string(']', depth));
        Assert.Equal(problem, await ProblemOfFetchAsync(device, "no JSON"));
    }

    [Theory]
    [InlineData(513, "DMPAFT")]
    [InlineData(514, "at most 513")]
    public async Task Davis_ArchivePages_AreThoseOfTheConsolesMemory(int pages, string expected)
    {
        await using var console = EmulatedConsole.OnTcp();
        console.Emulator.Pages = [.. Enumerable.Repeat(Packets.Page, pages)];
        await using var server = await IngestServer.StartAsync(new HttpIngestOptions { MaxAgeDays = 0 });
        server.Clock.Seconds = 1_780_000_000;
        await using var run = new AdapterRun(DavisRun.Create(server, console.Url, null, ("timezone", "UTC")), server.Intake);
        await run.UntilAsync(() => pages == 513
            ? console.Emulator.Commands.Contains(expected) && run.Adapter.Status.Accepted > 0
            : run.Adapter.Status.LastError?.Contains(expected, StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(65, 0)]
    public async Task SensorCommunity_StationsName_IsOfBoundedLength(int characters, int named)
    {
        await using var server = await IngestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sensor-community")
        {
            Content = new StringContent("""{"esp8266id":"1","sensordatavalues":[{"value_type":"P1","value":"4"}]}"""),
        };
        request.Headers.TryAddWithoutValidation("X-Sensor", new string('s', characters));
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(named, server.Intake.Observations.Count(o => o.Series.DeviceId.StartsWith('s')));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(64 * 1024, 1)]
    [InlineData((64 * 1024) + 1, 0)]
    public async Task Influx_Lines_AreOfBoundedLength(int bytes, int taken)
    {
        await using var server = await IngestServer.StartAsync();
        const string line = "temperature,device_id=d value=1,note=\"\"";
        var body = line[..^1] + new string('x', bytes - line.Length) + "\"";
        using var response = await server.PostAsync(body, "text/plain", "/write");
        Assert.Equal((taken, bytes), (server.Intake.Observations.Count, body.Length));
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(17, 1)]
    public void SensorThings_Nesting_IsBounded(int depth, int faults)
    {
        var body = "{\"x\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
        var rules = new DraftRules(new TimestampRule(new FakeClock(), 300, 30), QuantityRegistry.Default);
        var batch = new IngestBatch(rules, new SensorSet(), DeviceScope.Everything, new AdapterStatistics(TimeProvider.System), DateTimeOffset.UnixEpoch, 10);
        var fault = new SensorThingsReader(_ => null).Read(System.Text.Encoding.UTF8.GetBytes(body), batch);
        Assert.Equal(faults, fault is null ? 0 : 1);
    }

    [Fact]
    public void Batteries_OfInventedDevices_AreCounted()
    {
        using var meter = new Meter("bounds");
        var gauges = new BatteryGauges(meter);
        var seen = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            { if (instrument.Meter == meter) { self.EnableMeasurementEvents(instrument); } }
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => seen++);
        listener.Start();
        for (var i = 0; i <= 512; i++)
        {
            gauges.Set($"device{i}", [new BatteryReading("wh65batt", "low", 0)]);
        }

        listener.RecordObservableInstruments();
        Assert.Equal(512, seen);
    }

    private static async Task<string?> ProblemOfFetchAsync(FakeDevice device, string part)
    {
        using var fetcher = new JsonFetcher(new Uri(device.Url), TimeProvider.System);
        try
        {
            using var json = await fetcher.GetAsync("/x", CancellationToken.None);
            return null;
        }
        catch (DeviceException e)
        {
            return e.Message.Contains(part, StringComparison.Ordinal) ? part : e.Message;
        }
    }
}
