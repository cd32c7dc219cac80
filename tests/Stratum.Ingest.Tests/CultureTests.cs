using System.Globalization;
using System.Text;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>Every capture says the same wherever the machine stands.</summary>
public sealed class CultureTests
{
    private const string NoTime = "-";

    public static TheoryData<string> Kinds =>
        ["ecowitt", "wunderground", "livedata", "weatherlink", "davis", "mqtt", "sensor-community", "senml", "influx", "opensensemap"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_CapturesUnderADecimalComma_SaysTheSame(string kind)
    {
        // Of this test alone: all others run under the comma.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var expected = Read(kind);
        Assert.NotEmpty(expected);
        using var culture = new CommaCulture();
        Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));
        Assert.Equal(expected, Read(kind));
    }

    [Fact]
    public async Task Culture_OfTheOtherTests_HasACommaOnEveryThread()
    {
        Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));
        Assert.Equal("1,5", await Task.Run(static () => 1.5.ToString(CultureInfo.CurrentCulture)));
    }

    private static List<string> Read(string kind) => kind switch
    {
        "ecowitt" => [.. Capture.Names("ecowitt", "*.form").SelectMany(name =>
            OfStation(EcowittReader.Read(GatewayFields.Parse(Capture.Text("ecowitt", name))!, "d", Choices.New)))],
        "wunderground" =>
        [
            .. Capture.Text("wunderground", "wu_requests.txt").Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal))
                .SelectMany(line => OfStation(EcowittReader.Read(GatewayFields.ParseTarget("/?" + line.Split('?')[^1])!, "d", Choices.New))),
        ],
        "livedata" => [.. OfJson("ecowitt", "get_livedata_info_gw2000b_imperial.json", root =>
            LiveReader.Read(root, LiveUnits.Unknown, "d", Choices.New, out _))],
        "weatherlink" => [.. OfJson("davis", "wll_current_conditions_7139d6.json", root =>
            WeatherLinkReader.Read(root.GetProperty("data"), "d", Choices.New, out _))],
        "davis" => [.. Packets.Names.SelectMany(name => OfStation(LoopPacket.Read(Packets.Get(name), "d", RainCollector.HundredthInch)))],
        "mqtt" => [.. Capture.Text("mqtt", "samples.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(OfSample)],
        "sensor-community" => OfBody((body, batch) => SensorCommunityReader.Read(body, "s", "0", batch), Capture.Text("http", "sensor_community_bmp.json")),
        "senml" => [.. Capture.Names("senml", "ex*.json").SelectMany(name => OfBody(SenMlReader.Read, Capture.Text("senml", name)))],
        "influx" => OfBody(
            (body, batch) => new InfluxReader(_ => null).Read(body, new InfluxPrecision(1_000_000_000, 1), batch),
                "w,device_id=a temperature=-21.5,humidity=40.25 1712000000000000000"),
        _ => OfBody(new OpenSenseMapReader(_ => new DatastreamName("d", "temperature", "F")).ReadJson, Capture.Text("http", "opensensemap_array.json")),
    };

    private static IEnumerable<string> OfStation(StationReadings readings) => readings.Items.Select(item => Shown(readings.ToDraft(item).Draft));

    private static IEnumerable<string> OfJson(string folder, string name, Func<JsonElement, StationReadings> read)
    {
        using var json = JsonDocument.Parse(Capture.Text(folder, name));
        return [.. OfStation(read(json.RootElement))];
    }

    private static IEnumerable<string> OfSample(string line)
    {
        using var sample = JsonDocument.Parse(line);
        var payload = Encoding.UTF8.GetBytes(sample.RootElement.GetProperty("payload").GetString()!);
        foreach (var preset in MqttPresets.Names)
        {
            var readings = new MqttReadings();
            using var message = MqttMessage.Open(sample.RootElement.GetProperty("topic").GetString()!, payload, isRetained: false);
            MqttPresets.Create(preset, new MqttReaderOptions(TimeZoneInfo.Utc)).Read(message, readings);
            foreach (var draft in readings.Drafts)
            {
                yield return Shown(draft);
            }
        }
    }

    private static List<string> OfBody(BodyParser parser, string body)
    {
        var clock = new FakeClock();
        var rules = new DraftRules(new TimestampRule(clock, 300, 0), QuantityRegistry.Default);
        var batch = new IngestBatch(rules, new SensorSet(), DeviceScope.Everything, new AdapterStatistics(clock), clock.GetUtcNow(), 100);
        Assert.Null(parser(Encoding.UTF8.GetBytes(body), batch));
        return [.. batch.Items.Select(item => Shown(item.Draft))];
    }

    private static string Shown(ObservationDraft draft)
    {
        _ = UnitRule.Apply(draft, QuantityRegistry.Default, ValueCorrection.None);
        var timestamp = draft.Timestamp?.ToString(CultureInfo.InvariantCulture) ?? NoTime;
        return string.Join(' ', draft[TextField.DeviceId], draft[TextField.ReadingType], CanonicalDouble.Format(draft.Value!.Value), draft[TextField.Unit],
            timestamp);
    }
}
