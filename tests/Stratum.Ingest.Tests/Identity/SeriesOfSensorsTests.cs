using System.Text.Json;
using System.Text.Json.Nodes;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>
/// A series belongs to one physical sensor, for ever: whatever is removed from a message, added to it or put into another order, what is left keeps its
/// device_id, quantity and deployment. For the captures and field cases of every adapter that reads HTTP or a serial line.
/// </summary>
public sealed class SeriesOfSensorsTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Variations = "every part alone, and these many shuffles of a part of them";
    private const int Shuffles = 12;

    // What says who sends, in which variant and when: not a sensor.
    private static readonly string[] Frame =
    [
        "PASSKEY", "ID", "id", "MAC", "stationtype", "softwaretype", "mt", "sensor", "model", "relbaro", "intemp", "windspeed", "windspeedmph",
        "windspdmph_avg2m", "lightning_time",
    ];

    public static TheoryData<string> Gateways =>
    [
        .. Capture.Names("ecowitt", "*.form").Select(name => Capture.Text("ecowitt", name)),
        Capture.Text("field", "01-indoor-in-now.form"),
        .. Capture.Text("field", "28-rain-counter-changes.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => "PASSKEY=A&" + line),
        .. Capture.Text("wunderground", "wu_requests.txt").Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ').First(part => part.Contains('=', StringComparison.Ordinal)).Split('?')[^1]),
        "PASSKEY=A&temp1f=10&humidity1=50&tf_ch1=20&temp2f=30&tf_ch2=40&soiltemp1f=50&soil_ec_temp1=60&tempf=70&humidity=50&tempinf=80&tf_co2=75&pm25_ch1=3",
    ];

    public static TheoryData<string> Airrohrs =>
    [
        Capture.Text("http", "sensor_community_bmp.json"),
        .. Capture.Text("field", "04-airrohr-two-sensors.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries),
        Capture.Text("field", "24-bmp280-humidity-0.json"),
        """
        {"esp8266id":"1","sensordatavalues":[{"value_type":"temperature","value":"1"},{"value_type":"BMP_temperature","value":"2"},
         {"value_type":"BME280_temperature","value":"3"},{"value_type":"DS18B20_temperature","value":"4"},{"value_type":"SDS_P1","value":"5"},
         {"value_type":"PMS_P1","value":"6"},{"value_type":"P1","value":"7"},{"value_type":"HPM_P1","value":"8"},{"value_type":"SCD30_co2_ppm","value":"500"}]}
        """,
    ];

    public static TheoryData<string> Lives =>
    [
        .. Capture.Names("davis", "wll*.json").Select(name => Capture.Text("davis", name)),
        Capture.Text("http", "airlink_current_conditions.json"),
        """
        {"data":{"did":"1","conditions":[{"data_structure_type":1,"txid":1,"temp":50,"wind_speed_last":3},{"data_structure_type":1,"txid":2,"temp":51},
          {"data_structure_type":1,"txid":3,"temp":52},{"data_structure_type":2,"txid":2,"temp_1":53},{"data_structure_type":2,"txid":4,"temp_1":54},
          {"data_structure_type":3,"bar_absolute":29},{"data_structure_type":4,"temp_in":68}]},"error":null}
        """,
    ];

    [Theory]
    [MemberData(nameof(Gateways))]
    public async Task Gateway_OtherFieldsOfTheMessage_ChangeNoSeries(string body)
    {
        await using var server = await IngestServer.StartAsync(new HttpIngestOptions { MaxAgeDays = 0 });
        var fields = body.Trim().Split('&').Where(field => !field.StartsWith("dateutc=", StringComparison.Ordinal)).ToArray();
        var frame = fields.Where(field => Frame.Contains(field.Split('=')[0])).ToArray();
        if (!GatewayFields.Parse(string.Join('&', frame))!.IsStation)
        {
            frame = [.. frame, "PASSKEY=A"];
        }

        await CheckAsync([.. fields.Except(frame)], parts => PostAsync(server, string.Join('&', frame.Concat(parts)), Form, "/data/report/"));
    }

    [Theory]
    [MemberData(nameof(Airrohrs))]
    public async Task Airrohr_OtherValuesOfTheBody_ChangeNoSeries(string body)
    {
        await using var server = await IngestServer.StartAsync();
        var json = JsonNode.Parse(body)!.AsObject();
        var values = json["sensordatavalues"]!.AsArray().Select(value => value!.ToJsonString()).ToArray();
        json.Remove("sensordatavalues");
        var head = json.ToJsonString()[..^1];
        await CheckAsync(values, parts => PostAsync(
            server, $"{head},\"sensordatavalues\":[{string.Join(',', parts)}]}}", "application/json", "/sensor-community"));
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task WeatherLink_OtherRecordsOfTheAnswer_ChangeNoSeries(string body)
    {
        await using var server = await IngestServer.StartAsync(new HttpIngestOptions { MaxAgeDays = 0 });
        server.Clock.Seconds = 1_780_000_000;
        var data = JsonNode.Parse(body)!["data"]!.AsObject();
        var records = data["conditions"]!.AsArray().Select(record => record!.ToJsonString()).ToArray();
        await using var device = await FakeDevice.StartAsync();
        await CheckAsync(records, async parts =>
        {
            // A value that every answer has tells when it was read.
            var pulse = $$"""{"data_structure_type":1,"txid":8,"solar_rad":{{server.Intake.Observations.Count + 1}}}""";
            device.Answers["/v1/current_conditions"] =
                (200, $$"""{"data":{"did":"{{data["did"]}}","conditions":[{{string.Join(',', parts.Append(pulse))}}]},"error":null}""");
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            var before = server.Intake.Observations.Count;
            var adapter = new DavisFactory(server.Ingest, _ => null).Create(
                new SensorOptions { Adapter = "davis", Settings = new Dictionary<string, string> { ["url"] = device.Url } });
            await using var run = new AdapterRun(adapter, server.Intake);
            await run.UntilReadingsAsync(1);
            return Mapping(server.Intake.Observations.Skip(before).Where(o => !o.Series[TextField.DeviceId].EndsWith("-tx8", StringComparison.Ordinal)));
        });
    }

    [Fact]
    public async Task LiveData_OtherEntriesOfTheAnswer_ChangeNoSeries()
    {
        var root = JsonNode.Parse("""
            {"common_list":[{"id":"0x02","val":"3.5","unit":"C"},{"id":"0x07","val":"80%"},{"id":"0x01","val":"21","unit":"C"},{"id":"0x0B","val":"3 m/s"}],
             "rain":[{"id":"0x0E","val":"1.2 mm/Hr"},{"id":"0x13","val":"276.4 mm"}],"piezoRain":[{"id":"0x13","val":"270 mm"}],
             "ch_aisle":[{"channel":"1","temp":"24.9","unit":"C","humidity":"61%"},{"channel":"2","temp":"-18","unit":"C"}],
             "ch_temp":[{"channel":"1","temp":"20.5","unit":"C"},{"channel":"2","temp":"21.5","unit":"C"}],"ch_soil":[{"channel":"1","humidity":"56%"}],
             "ch_pm25":[{"channel":"1","PM25":"6.0"}],"wh25":[{"intemp":"25.5","unit":"C","inhumi":"50%","abs":"993.0 hPa"}],
             "co2":[{"temp":"24.4","unit":"C","CO2":"323"}]}
            """)!.AsObject();
        var entries = root.SelectMany(block => block.Value!.AsArray().Select(entry => $"{block.Key} {entry!.ToJsonString()}")).ToArray();
        var choice = Choices.New;
        await CheckAsync(entries, parts =>
        {
            var blocks = parts.GroupBy(part => part.Split(' ')[0], part => part[(part.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            using var json = JsonDocument.Parse($"{{{string.Join(',', blocks.Select(block => $"\"{block.Key}\":[{string.Join(',', block)}]"))}}}");
            var units = new LiveUnits("C", "hPa", "m/s", "mm", "klux");
            return Task.FromResult(Mapping(LiveReader.Read(json.RootElement, units, "gw", choice, out _)));
        });
    }

    // The packet of a console has a fixed place for each sensor; one that is lost has the place's null.
    [Fact]
    public async Task DavisPacket_LostSensors_ChangeNoSeries()
    {
        var packet = new byte[LoopPacket.Bytes];
        Array.Fill(packet, (byte)0xFF);
        (packet[0], packet[1], packet[2], packet[4]) = ((byte)'L', (byte)'O', (byte)'O', 0);
        foreach (var word in (int[])[9, 12, 44])
        {
            (packet[word], packet[word + 1]) = (0xFF, 0x7F);
        }

        int[] places = [.. Enumerable.Range(18, 7), .. Enumerable.Range(25, 4), 33, .. Enumerable.Range(34, 7), .. Enumerable.Range(62, 6)];
        await CheckAsync([.. places.Select(place => $"{place}")], parts =>
        {
            var some = packet.ToArray();
            foreach (var part in parts)
            {
                some[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] = 7;
            }

            return Task.FromResult(Mapping(LoopPacket.Read(some, "d", RainCollector.HundredthInch)));
        });
    }

    [Theory]
    [InlineData("/ingest", "application/json", "{\"device_id\":\"d\",\"readings\":{", "}}", "\"temperature\":1|\"humidity\":2|\"pm10\":3|\"temperature_5m\":4")]
    [InlineData("/ingest", "application/json", "[", "]",
        """{"device_id":"a","reading_type":"temperature","value":1}|{"device_id":"b","reading_type":"temperature","value":2}""")]
    [InlineData("/ingest", "application/senml+json", "[", "]",
        """{"n":"a:temperature","u":"Cel","v":1}|{"n":"b:temp","u":"Cel","v":2}|{"n":"c","u":"Cel","v":3}|{"n":"a:humidity","u":"%RH","v":4}""")]
    [InlineData("/write", "text/plain", "w,device=a ", "", "temperature=1|humidity=2|pm10=3|nonsense=4")]
    [InlineData("/boxes/b/data", "application/json", "[", "]", """{"sensor":"a/temperature","value":1}|{"sensor":"b/temperature","value":2}""")]
    [InlineData("/v1.1/CreateObservations", "application/json", "[", "]",
        """{"Datastream":{"@iot.id":"a/temperature"},"components":["result"],"dataArray":[[1]]}|"""
        + """{"Datastream":{"@iot.id":"b/temperature"},"components":["result"],"dataArray":[[2]]}""")]
    public async Task Client_OtherReadingsOfTheBody_ChangeNoSeries(string path, string type, string head, string tail, string parts)
    {
        await using var server = await IngestServer.StartAsync();
        await CheckAsync(parts.Split('|'), some => PostAsync(server, head + string.Join(',', some) + tail, type, path));
    }

    // One board, one request for each pin, in every order.
    [Fact]
    public async Task Airrohr_PinsOfOneBoard_NeverShareASeries()
    {
        await using var server = await IngestServer.StartAsync();
        var taken = new HashSet<string>();
        foreach (var pin in (string[])["11", "7", "13", "3", "17", "19", "21"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sensor-community")
            {
                Content = new StringContent("""{"sensordatavalues":[{"value_type":"temperature","value":"1"},{"value_type":"humidity","value":"5"}]}"""),
            };
            request.Headers.TryAddWithoutValidation("X-Sensor", "esp8266-7");
            request.Headers.TryAddWithoutValidation("X-PIN", pin);
            var before = server.Intake.Observations.Count;
            using var response = await server.Client.SendAsync(request);
            Assert.All(Mapping(server.Intake.Observations.Skip(before)), one => Assert.True(taken.Add(one), one));
        }

        Assert.Equal(14, taken.Count);
    }

    // The whole message first: sources of counters are chosen then, and kept.
    private static async Task CheckAsync(string[] parts, Func<IReadOnlyList<string>, Task<HashSet<string>>> send)
    {
        var whole = await send(parts);
        Assert.NotEmpty(whole);
        var random = new Random(12);
        var alone = new Dictionary<string, HashSet<string>>();
        foreach (var part in parts)
        {
            alone[part] = await send([part]);
            Assert.True(alone[part].All(one => whole.Contains(one) || IsOtherSource(one)), $"{Variations}: {part} alone is {string.Join(", ", alone[part])}");
        }

        for (var i = 0; i < Shuffles; i++)
        {
            var some = parts.Where(_ => random.Next(3) > 0).ToArray();
            random.Shuffle(some);
            var result = await send(some);
            Assert.True(result.All(one => whole.Contains(one) || IsOtherSource(one)), string.Join('&', some));
            Assert.Subset(result, some.SelectMany(part => alone[part]).Where(whole.Contains).ToHashSet());
        }
    }

    // A counter or window that is not the chosen one has a series of its own while the chosen one is missing (SourceChoiceTests).
    private static bool IsOtherSource(string series) => series.Split(' ')[0].Split('-')[^1]
        is "yearly" or "monthly" or "weekly" or "daily" or "avg2m" or "avg10m" or "10m" or "spot" or "last";

    private static async Task<HashSet<string>> PostAsync(IngestServer server, string body, string type, string path)
    {
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = server.Intake.Observations.Count;
        using var response = await server.PostAsync(body, type, path);
        return Mapping(server.Intake.Observations.Skip(before));
    }

    private static HashSet<string> Mapping(IEnumerable<Observation> observations) =>
    [
        .. observations.Select(o => FormattableString.Invariant(
            $"{o.Series[TextField.DeviceId]} {o.Series.ReadingType} {o.Series[TextField.DeploymentType]} {o.Value}")),
    ];

    private static HashSet<string> Mapping(StationReadings readings) =>
        [.. readings.Items.Select(item => FormattableString.Invariant($"{item.DeviceId} {item.ReadingType} {item.Deployment} {item.Value}"))];
}
