using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>Mutated captures into every parser of devices: nothing but a refusal may come out, in any culture.</summary>
public sealed class DeviceFuzzTests
{
    private const int Seed = 20261121;
    private const int Rounds = 4000;

    private static readonly ConsoleClock Clock = new(TimeZoneInfo.Utc);

    public static TheoryData<string> Parsers =>
    [
        "gateway", "target", "influx", "sensorthings", "opensensemap", "opensensemap-csv", "livedata", "weatherlink", "loop", "archive", "chip",
    ];

    [Theory]
    [MemberData(nameof(Parsers))]
    public void Parse_MutatedCapture_NeverThrows(string parser)
    {
        using var culture = new CommaCulture();
        var seeds = SeedsOf(parser).ToList();
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Mutate(random, seeds[random.Next(seeds.Count)]);
            try
            {
                Parse(parser, bytes);
            }
            catch (JsonException) when (parser is "livedata" or "weatherlink")
            {
                // The fetcher makes a fault of the device of it.
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {Seed}, round {round}, {Convert.ToHexString(bytes)}", e);
            }
        }
    }

    // What a console sends, with noise between and in the packets: whole ones come out, and the only fault is the device's.
    [Fact]
    public async Task Read_NoisyConsole_GivesWholePacketsOrADeviceFault()
    {
        var random = new Random(Seed);
        var packets = Packets.Names.Select(Packets.Get).ToList();
        for (var round = 0; round < 300; round++)
        {
            var bytes = Enumerable.Range(0, 4).SelectMany(_ => Mutate(random, packets[random.Next(packets.Count)])).ToArray();
            using var port = new DavisPort(new MemoryStream(bytes), TimeProvider.System, TimeSpan.Zero);
            var console = new DavisConsole(port, new DavisTiming());
            try
            {
                while (await console.ReadPacketAsync(CancellationToken.None) is { } packet)
                {
                    Assert.True(LoopPacket.IsValid(packet));
                }
            }
            catch (DeviceException)
            {
                // The stream's end.
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {Seed}, round {round}, {Convert.ToHexString(bytes)}", e);
            }
        }
    }

    private static IEnumerable<byte[]> SeedsOf(string parser) => parser switch
    {
        "gateway" => Capture.Names("ecowitt", "*.form").Select(name => Encoding.UTF8.GetBytes(Capture.Text("ecowitt", name))),
        "target" => Capture.Text("wunderground", "wu_requests.txt").Split('\n').Select(Encoding.UTF8.GetBytes),
        "influx" => ["w,device_id=a\\ b,unit=C temperature=21.5,x=\"y z\",n=3i,t=true 1712000000000000000"u8.ToArray()],
        "sensorthings" => [Encoding.UTF8.GetBytes(Capture.Text("http", "sensorthings_dataarray.json"))],
        "opensensemap" =>
        [
            Encoding.UTF8.GetBytes(Capture.Text("http", "opensensemap_array.json")),
                "{\"a/temp\":[\"1.5\",\"2020-01-01T10:00:00Z\",[7.6,51.9,66.6]]}"u8.ToArray(),
        ],
        "opensensemap-csv" => ["a/temp,1.5,2020-01-01T10:00:00Z,7.6,51.9,66.6\nb/temp,-2\n"u8.ToArray()],
        "livedata" => [Encoding.UTF8.GetBytes(Capture.Text("ecowitt", "get_livedata_info_gw2000b_imperial.json"))],
        "weatherlink" =>
        [
            Encoding.UTF8.GetBytes(Capture.Text("davis", "wll_current_conditions_7139d6.json")),
            Encoding.UTF8.GetBytes(Capture.Text("http", "airlink_current_conditions.json")),
        ],
        "loop" => Packets.Names.Select(Packets.Get),
        "archive" => [Packets.Page[1..53]],
        _ => [Convert.FromHexString("b16f2e6a3200e28f0ad7d00b751fc5fff9ffac260ad8bd10004b7701001220031e4f50008447006002")],
    };

    private static void Parse(string parser, byte[] bytes)
    {
        switch (parser)
        {
            case "gateway" or "target":
                var fields = parser == "gateway" ? GatewayFields.Parse(bytes) : GatewayFields.ParseTarget(Encoding.UTF8.GetString(bytes));
                if (fields is not null)
                {
                    CheckFinite(EcowittReader.Read(fields, GatewayIdentity.Of(fields), Choices.New));
                    EcowittBatteries.Read(fields);
                }

                break;
            case "influx":
                new InfluxReader(_ => null).Read(bytes, new InfluxPrecision(1_000_000_000, 1), NewBatch());
                break;
            case "sensorthings":
                new SensorThingsReader(_ => null).Read(bytes, NewBatch());
                break;
            case "opensensemap":
                new OpenSenseMapReader(_ => null).ReadJson(bytes, NewBatch());
                break;
            case "opensensemap-csv":
                new OpenSenseMapReader(_ => null).ReadCsv(bytes, NewBatch());
                break;
            case "livedata" or "weatherlink" when !Utf8.IsValid(bytes):
                // The fetcher refuses it.
                break;
            case "livedata":
                using (var json = JsonDocument.Parse(bytes))
                {
                    CheckFinite(LiveReader.Read(json.RootElement, LiveUnits.Read(json.RootElement), "gw", Choices.New, out _));
                }

                break;
            case "weatherlink":
                using (var json = JsonDocument.Parse(bytes))
                {
                    CheckFinite(WeatherLinkReader.Read(json.RootElement, "wll", Choices.New, out _));
                    if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("data", out var data))
                    {
                        CheckFinite(WeatherLinkReader.Read(data, "wll", Choices.New, out _));
                    }
                }

                break;
            case "loop":
                LoopPacket.IsValid(bytes);
                CheckFinite(LoopPacket.Read(Sized(bytes, LoopPacket.Bytes), "roof", RainCollector.HundredthInch));
                break;
            case "archive":
                var record = Sized(bytes, ArchiveRecord.Bytes);
                if (ArchiveRecord.LocalTime(record) is { } local)
                {
                    CheckFinite(ArchiveRecord.Read(record, "roof", Clock.ToUnixSeconds(local, 0) ?? 0));
                }

                break;
            default:
                var chip = Sized(bytes, 41);
                var calibration = Bme280Calibration.Read(chip.AsSpan(0, 26), chip.AsSpan(26, 7));
                IntegerCompensation.Compute(calibration, Bme280Sample.Read(chip.AsSpan(33)));
                DoubleCompensation.Compute(calibration, Bme280Sample.Read(chip.AsSpan(33)));
                break;
        }
    }

    private static void CheckFinite(StationReadings readings) => Assert.All(readings.Items, item => Assert.True(double.IsFinite(item.Value)));

    private static byte[] Sized(byte[] bytes, int count)
    {
        Array.Resize(ref bytes, count);
        return bytes;
    }

    private static IngestBatch NewBatch()
    {
        var clock = new FakeClock();
        var rules = new DraftRules(new TimestampRule(clock, 300, 30), QuantityRegistry.Default);
        return new IngestBatch(rules, new SensorSet(), DeviceScope.Everything, new AdapterStatistics(clock), clock.GetUtcNow(), 5000);
    }

    private static byte[] Mutate(Random random, byte[] seed)
    {
        string[] splices = ["%", "%0", "%ff", "&", "=", "+", "\"", "{", "[", "null", "1e999", "-", ".", ",", "\\", " ", "\n", "\ud7ff", "99999999999999999999"];
        var bytes = seed.ToList();
        for (var change = random.Next(6); change >= 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, random.Next(Math.Min(10, bytes.Count - at)) + 1); break;
                case 2: bytes.InsertRange(at, Encoding.UTF8.GetBytes(splices[random.Next(splices.Length)])); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, random.Next(Math.Min(40, bytes.Count - at)))); break;
            }
        }

        return [.. bytes];
    }
}
