using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>Every captured packet, sent by a console by TCP; the values are those of its published decoding.</summary>
public sealed class DavisCaptureTests
{
    private static readonly JsonElement Decoded = Root();

    public static TheoryData<string> Names => [.. Packets.Names.Where(name => name != "ebarkie_2BadCrc" && Decoded.TryGetProperty(name, out _))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_CapturedPacket_GivesItsDecoding(string name)
    {
        var observations = await DavisRun.OfAsync(DavisRun.NoBackfill, Packets.Get(name));
        var expected = Decoded.GetProperty(name);
        Check("barometer_inHg", "pressure_sea_level", "", "inHg");
        Check("in_temp_F", "temperature", "-in", "F");
        Check("in_hum", "humidity", "-in", "%", 255);
        Check("out_temp_F", "temperature", "", "F");
        Check("out_hum", "humidity", "", "%", 255);
        Check("wind_mph", "wind_speed", "", "mph", 255);
        Check("wind_dir", "wind_direction", "", "\u00b0", 32767, 0);
        Check("uv", "uv_index", "", "1");
        Check("solar", "solar_radiation", "", "W/m2");
        Check("rain_rate_clicks", "rain_rate", "", "in/h", 65535, scale: 0.01m);
        if (expected.GetProperty("solar").ValueKind == JsonValueKind.Number)
        {
            // The console computes it from the sun.
            Check("dayET_in", "evapotranspiration", "", "in");
        }

        if (expected.GetProperty("type").GetInt32() == 0)
        {
            Check("year_clicks", "rain_total", "", "in", 65535, scale: 0.01m);
        }
        else
        {
            Check("gust10_raw", "wind_gust", "", "mph", 255, 65535);
            Check("gust10dir", "wind_gust_direction", "", "\u00b0", 32767, 0, 65535);
            Check("dew_F", "dew_point", "", "F", 255);
            Check("heat_F", "heat_index", "", "F", 255);
            Check("chill_F", "wind_chill", "", "F", 255);
            Check("bar_abs", "pressure", "", "inHg");
        }

        void Check(string member, string readingType, string suffix, string unit, double null1 = double.NaN, double null2 = double.NaN,
            double null3 = double.NaN, decimal scale = 1)
        {
            var raw = expected.GetProperty(member);
            var found = observations.Where(o => o.Series[TextField.DeviceId] == "roof" + suffix && o.Series[TextField.ReadingType] == readingType).ToList();
            if (raw.ValueKind == JsonValueKind.Null || raw.GetDouble() == null1 || raw.GetDouble() == null2 || raw.GetDouble() == null3)
            {
                Assert.Empty(found);
                return;
            }

            Assert.True(UnitConversion.TryConvert((double)(raw.GetDecimal() * scale), unit, QuantityRegistry.Default.Find(readingType)!, out var value));
            Assert.Equal(value, Assert.Single(found).Value);
        }
    }

    [Theory]
    [InlineData("ebarkie_1NoRain", "pressure_sea_level", "roof", 1019.95)]
    [InlineData("ebarkie_1NoRain", "temperature", "roof", 27)]
    [InlineData("ebarkie_1NoRain", "temperature", "roof-in", 26.67)]
    [InlineData("ebarkie_1NoRain", "rain_total", "roof", 9.91)]
    [InlineData("ebarkie_1NoRain", "evapotranspiration", "roof", 1.02)]
    [InlineData("ebarkie_2Rain", "rain_rate", "roof", 192.53)]
    [InlineData("ebarkie_2NegDewPoint", "dew_point", "roof", -18.33)]
    [InlineData("ebarkie_2NegDewPoint", "pressure", "roof", 1002)]
    [InlineData("beamerblvd_stream_00", "wind_gust", "roof", 1.79)]
    [InlineData("pyvantagepro_loop1_revB", "rain_total", "roof", 210.31)]
    public async Task Run_CapturedPacket_GivesTheRegistryUnit(string name, string readingType, string device, double value)
    {
        var observations = await DavisRun.OfAsync(DavisRun.NoBackfill, Packets.Get(name));
        Assert.Equal(value, Assert.Single(
            observations, o => o.Series[TextField.DeviceId] == device && o.Series[TextField.ReadingType] == readingType).Value);
    }

    [Fact]
    public async Task Run_PacketOfAStationWithoutSensors_SaysNothingOfTheWeather()
    {
        var observations = await DavisRun.OfAsync(DavisRun.NoBackfill, Packets.Get("pyvantagepro_loop1_revB"));
        Assert.Equal(["humidity", "pressure_sea_level", "rain_total", "temperature"], observations.Select(o => o.Series[TextField.ReadingType]).Order());
        Assert.Equal(2, observations.Count(o => o.Series[TextField.DeploymentType] == "INDOOR"));
    }

    [Theory]
    [InlineData("123456789", 0x31C3)]
    [InlineData("C6CEA203", 0xE2B4)]
    [InlineData("25350A070670", 0x60BA)]
    public void Crc_PublishedVectors_AreMet(string text, int crc) =>
        Assert.Equal(crc, DavisCrc.Compute(text == "123456789" ? "123456789"u8 : Convert.FromHexString(text)));

    private static JsonElement Root()
    {
        using var json = JsonDocument.Parse(Capture.Text("davis", "loop_packets.decoded.json"));
        return json.RootElement.Clone();
    }
}
