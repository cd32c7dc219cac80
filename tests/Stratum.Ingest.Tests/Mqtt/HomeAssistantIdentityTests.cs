using System.Text;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>What Home Assistant's announcements make of names: who is who, and what is no air.</summary>
public sealed class HomeAssistantIdentityTests
{
    [Theory]
    [InlineData("A4C138BB0001-tempc", "o", "A4C138BB0001", "temperature", "")]
    [InlineData("A4C138BB0001-hum", "o", "A4C138BB0001", "humidity", "")]
    [InlineData("0x00158d_temperature_zigbee2mqtt", "temperature", "zigbee2mqtt_0x00158d", "temperature", "")]
    [InlineData("0x00158d_temperature_2_zigbee2mqtt", "temperature_2", "zigbee2mqtt_0x00158d", "temperature", "-2")]
    [InlineData("295AB4_DS18S20_Temperature", "o", "295AB4", "temperature", "-DS18S20")]
    [InlineData("ESPsensoroutside_temperature", "outside_temperature", "a4cf12abcdef", "temperature", "-outside")]
    [InlineData("a4cf12abcdef-sensor-1a2b3c4d", "outside_temperature", "a4cf12abcdef", "temperature", "-outside")]
    [InlineData("Nexus-TH-1-90-T", "o", "Nexus-TH-1-90", "temperature", "")]
    [InlineData("Inkbird-9-T2", "o", "Inkbird-9", "temperature", "-T2")]
    [InlineData("3c71bf295ab4_pm2_5", "o", "3C:71:BF:29:5A:B4", "pm2_5", "")]
    [InlineData("", "hut_press", "hut", "pressure", "")]
    [InlineData("hub_2_temperature_2", "o", "hub_2", "temperature", "-2")]
    [InlineData("hub_21_temperature", "o", "hub_2", "temperature", "-hub-21")]
    public void SuffixOf_UniqueId_IsWhatIsLeftBeyondDeviceAndQuantity(string uniqueId, string objectId, string device, string readingType, string expected) =>
        Assert.Equal(expected, HomeAssistantNames.SuffixOf(uniqueId, objectId, [device], readingType));

    [Theory]
    [InlineData("Temperature", "d_temperature", "temperature ")]
    [InlineData("Outdoor temp", "d_out_t", "temperature ")]
    [InlineData("Dew point", "d_dewpoint", "dew_point ")]
    [InlineData("Garden Taupunkt", "d_tp", "dew_point ")]
    [InlineData("Feels like", "d_fl", null)]
    [InlineData("Apparent temperature", "d_at", null)]
    [InlineData("Heat index", "d_hi", null)]
    [InlineData("Wind chill", "d_wc", null)]
    [InlineData("Target temperature", "d_tgt", null)]
    [InlineData("Set point", "d_sp", null)]
    [InlineData("Hall thermostat", "d_th", null)]
    [InlineData("CPU temperature", "d_cpu", null)]
    [InlineData("Processor temp", "d_p", null)]
    [InlineData("Board temperature", "d_b", null)]
    [InlineData("Chip temp", "d_c", null)]
    [InlineData("Battery temperature", "d_bt", null)]
    [InlineData("Internal temperature", "d_i", null)]
    [InlineData("Device temperature", "d_device_temperature", null)]
    [InlineData("ESP32 garden temperature", "d_g", "temperature ")]
    [InlineData("X", "d_esp32_temperature", null)]
    [InlineData("Temperature max", "d_m", null)]
    [InlineData("Living room", "d_lr", "temperature INDOOR")]
    [InlineData("Attic T", "d_a", "temperature INDOOR")]
    [InlineData("Kitchen window outside", "d_kw", "temperature ")]
    [InlineData("Pool temperature", "d_pool", "temperature PROBE")]
    [InlineData("Freezer 2", "d_fz", "temperature PROBE")]
    [InlineData("Boiler flow", "d_bo", "temperature PROBE")]
    [InlineData("Soil temperature", "d_soil_temp", "soil_temperature ")]
    public void Read_TemperatureByItsWords_IsWhatItIs(string name, string uniqueId, string? expected)
    {
        var reader = new HomeAssistantReader(new MqttReaderOptions(TimeZoneInfo.Utc));
        Read(reader, "homeassistant/sensor/o/config",
            $$$"""{"name":"{{{name}}}","uniq_id":"{{{uniqueId}}}","stat_t":"s","dev_cla":"temperature","unit_of_meas":"C","dev":{"ids":["d"]}}""");

        var shown = Read(reader, "s", "20.5").Drafts.Select(draft => $"{draft[TextField.ReadingType]} {draft[TextField.DeploymentType]}");

        Assert.Equal(expected is null ? [] : [expected], shown);
    }

    [Theory]
    [InlineData("diagnostic")]
    [InlineData("config")]
    public void Read_EntityCategory_IsNoObservation(string category)
    {
        var reader = new HomeAssistantReader(new MqttReaderOptions(TimeZoneInfo.Utc));
        Read(reader, "homeassistant/sensor/o/config", $$"""{"uniq_id":"u","stat_t":"s","dev_cla":"temperature","ent_cat":"{{category}}"}""");

        Assert.Empty(Read(reader, "s", "20.5").Drafts);
    }

    [Fact]
    public void Read_WaterPressure_IsNotTheAirs()
    {
        var reader = new HomeAssistantReader(new MqttReaderOptions(TimeZoneInfo.Utc));
        Read(reader, "homeassistant/sensor/o/config", """{"name":"Water pressure","uniq_id":"u","stat_t":"s","dev_cla":"pressure","unit_of_meas":"hPa"}""");

        Assert.Empty(Read(reader, "s", "2000").Drafts);
    }

    [Fact]
    public void Read_WithoutDeviceAndId_NodeAndObjectNameTheStation()
    {
        var reader = new HomeAssistantReader(new MqttReaderOptions(TimeZoneInfo.Utc));
        Read(reader, "homeassistant/sensor/hut/t1/config", """{"stat_t":"s","dev_cla":"temperature"}""");

        Assert.Equal(["hut-t1"], Names(Read(reader, "s", "20.5")));
    }

    // Two ids whose words come out as one: whatever comes first, no series gets values of the other.
    [Fact]
    public void Read_TwoOfOneName_NeverShareASeries()
    {
        var memory = new AdapterMemory(null);
        var reader = Reader(memory);
        Announce(reader, "temp", "s1");
        Assert.Equal(["d"], Names(Read(reader, "s1", "1")));

        // Before it in every order, and announced later.
        Announce(reader, "t", "s0");
        Assert.Equal(["d"], Names(Read(reader, "s1", "1")));
        Assert.Equal(["d-t"], Names(Read(reader, "s0", "2")));

        Read(reader, "homeassistant/sensor/temp/config", "");
        Assert.Equal(["d-t"], Names(Read(reader, "s0", "2")));

        var restarted = Reader(memory);
        Announce(restarted, "t", "s0");
        Assert.Equal(["d-t"], Names(Read(restarted, "s0", "2")));
        Announce(restarted, "temp", "s1");
        Assert.Equal(["d"], Names(Read(restarted, "s1", "1")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_CelsiusAndFahrenheitOfOneSensor_AreOneReading(bool isCelsiusFirst)
    {
        var reader = Reader(new AdapterMemory(null));
        Announce(reader, isCelsiusFirst ? "tempc" : "tempf", "s", isCelsiusFirst ? "C" : "F");
        Announce(reader, isCelsiusFirst ? "tempf" : "tempc", "s", isCelsiusFirst ? "F" : "C");

        var draft = Assert.Single(Read(reader, "s", """{"tempc":-3.4,"tempf":25.9}""").Drafts);

        Assert.Equal(("d", -3.4), (draft[TextField.DeviceId], draft.Value));
    }

    [Theory]
    [InlineData("a/b", true)]
    [InlineData("+/+/BTtoMQTT/A", true)]
    [InlineData("#", true)]
    [InlineData("a/#", true)]
    [InlineData("a/#/b", false)]
    [InlineData("a+/b", false)]
    [InlineData("", false)]
    public void IsValid_Filter_IsTheStandards(string filter, bool expected) => Assert.Equal(expected, TopicFilter.IsValid(filter));

    [Theory]
    [InlineData("+/+/B/A", "h/O/B/A", true)]
    [InlineData("+/+/B/A", "h/B/A", false)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/+", "a", false)]
    [InlineData("#", "$SYS/x", false)]
    [InlineData("+/x", "$SYS/x", false)]
    public void Matches_Topic_IsTheStandards(string filter, string topic, bool expected) =>
        Assert.Equal(expected, TopicFilter.Matches(filter.Split('/'), topic.Split('/')));

    [Fact]
    public void Learn_Wildcards_AreCounted()
    {
        var reader = Reader(new AdapterMemory(null));
        for (var i = 0; i < 256; i++)
        {
            Assert.Null(Announce(reader, $"u{i}", $"+/{i}").Problem);
        }

        Assert.NotNull(Announce(reader, "u256", "+/256").Problem);
        Assert.Equal(256, reader.TakeNewFilters().Count);
    }

    private static HomeAssistantReader Reader(AdapterMemory memory) => new(new MqttReaderOptions(TimeZoneInfo.Utc) { Memory = memory });

    private static MqttReadings Announce(HomeAssistantReader reader, string word, string topic, string unit = "C") => Read(
        reader, $"homeassistant/sensor/{word}/config",
        $$$"""{"uniq_id":"d_{{{word}}}","stat_t":"{{{topic}}}","dev_cla":"temperature","unit_of_meas":"{{{unit}}}","dev":{"ids":["d"]}"""
        + (topic == "s" ? ",\"val_tpl\":\"{{ value_json." + word + " }}\"}" : "}"));

    private static IEnumerable<string?> Names(MqttReadings readings) => readings.Drafts.Select(draft => draft[TextField.DeviceId]);

    private static MqttReadings Read(HomeAssistantReader reader, string topic, string payload)
    {
        var readings = new MqttReadings();
        using var message = MqttMessage.Open(topic, Encoding.UTF8.GetBytes(payload), isRetained: false);
        reader.Read(message, readings);
        return readings;
    }
}
