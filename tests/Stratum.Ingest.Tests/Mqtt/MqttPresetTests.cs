using System.Text;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class MqttPresetTests
{
    [Theory]
    [InlineData("tasmota", "tele/a/SENSOR",
        """{"DS18B20-1":{"Temperature":null},"DS18B20-2":{"Temperature":50},"ESP32":{"Temperature":53},"TempUnit":"F"}""", "a-ds18b20-2|temperature|10")]
    [InlineData("tasmota", "a/tele/SENSOR", """{"SDS0X1":{"PM2.5":3.5,"PM10":7}}""", "a-sds0x1|pm10|7 a-sds0x1|pm2_5|3.5")]
    [InlineData("tasmota", "tele/a/SENSOR", """{"TX23":{"Speed":{"Act":18,"Avg":8.5,"Min":1,"Max":36},"Dir":{"Card":"WSW","Deg":247.5}},"SpeedUnit":"km/h"}""",
        "a-tx23|wind_direction|247.5 a-tx23|wind_gust|10 a-tx23|wind_speed|5")]
    [InlineData("tasmota", "tele/a/SENSOR", """{"RG-15":{"Active":0.13,"Event":0.13,"Total":26.8,"FlowRate":0.36},"ENERGY":{"Total":7},"WATER":{"Total":8}}""",
        "a-rg-15|rain_rate|0.36 a-rg-15|rain_total|26.8")]
    [InlineData("tasmota", "tele/a/SENSOR", """{"PMS5003":{"CF1":3,"PM1":3,"PM2.5":5,"PM10":6,"PB0.3":654,"PB10":1}}""",
        "a-pms5003|particles_0_3um|654 a-pms5003|particles_10um|1 a-pms5003|pm10|6 a-pms5003|pm1_0|3 a-pms5003|pm2_5|5")]
    [InlineData("tasmota", "tele/a/SENSOR", """{"ATC-a1b2c3":{"mac":"a4c138a1b2c3","Temperature":22.3,"Humidity":45.2,"Battery":80,"RSSI":-70}}""",
        "a-a4c138a1b2c3|humidity|45.2 a-a4c138a1b2c3|temperature|22.3")]
    [InlineData("tasmota", "tele/zb/SENSOR",
        """{"ZbReceived":{"0x1234":{"Device":"0x1234","Name":"Garden","Temperature":19.5,"Illuminance":3200,"Endpoint":1}}}""",
        "zb-0x1234|temperature|19.5")]
    [InlineData("tasmota", "tele/zb/SENSOR",
        """{"ZbReceived":{"Garden":{"Device":"0x1234","Name":"Garden","Temperature":19.5,"Endpoint":2}}}""", "zb-0x1234-ep2|temperature|19.5")]
    [InlineData("tasmota", "tele/a/SENSOR", """{"DS18B20":{"Id":"0301A279CC42","Temperature":85},"BMP280":{"Temperature":85.0}}""", "")]
    [InlineData("tasmota", "tele/a/SENSOR",
        """{"DS18B20-1":{"Id":"0301A279CC42","Temperature":4.5},"DS18B20-2":{"Id":"0301A279CC42","Temperature":5.5},"SHT3X":{"Temperature":7}}""",
        "a-sht3x|temperature|7")]
    [InlineData("tasmota", "tele/a/SENSOR", """{"MHZ19B":{"CarbonDioxide":424,"Temperature":19.0}}""", "a-mhz19b|co2|424 a-mhz19b|temperature|19")]
    [InlineData("tasmota", "tele/a/SENSOR", """{"BME280-76":{"Temperature":4},"BME280-77":{"Temperature":5}}""",
        "a-bme280-76|temperature|4 a-bme280-77|temperature|5")]
    [InlineData("zigbee2mqtt", "zigbee2mqtt/air", """{"device_temperature":31,"humidity":"54.3","pm25":7,"update":{"state":"idle"},"voc_index":104}""",
        "air|humidity|54.3 air|pm2_5|7 air|voc_index|104")]
    [InlineData("rtl_433", "rtl_433/h/events",
        """{"model":"Acurite-Atlas","id":11,"channel":"A","wind_avg_mi_h":10,"lux":5000,"strike_count":7,"strike_distance":31}""",
        "Acurite-Atlas-A-11|light_level|5000 Acurite-Atlas-A-11|lightning_count|7 Acurite-Atlas-A-11|wind_speed|4.47")]
    [InlineData("rtl_433", "rtl_433/h/events", """{"model":"Fineoffset-WH24","id":1,"uv":2100,"uvi":5}""", "Fineoffset-WH24-1|uv_index|5")]
    [InlineData("rtl_433", "rtl_433/h/events", """{"model":"Fineoffset-WHx080","id":1,"uv_index":5,"uv_status":"OK"}""", "Fineoffset-WHx080-1|uv_index|5")]
    [InlineData("rtl_433", "rtl_433/h/events", """{"model":"FineOffset-WH31L","id":1,"storm_dist_km":14,"strike_count":10}""",
        "FineOffset-WH31L-1|lightning_count|10 FineOffset-WH31L-1|lightning_distance|14")]
    [InlineData("rtl_433", "rtl_433/h/events", """{"model":"Inkbird-ITH20R","id":9,"temperature_1_C":21,"temperature_C":3,"temperature_2_C":4}""",
        "Inkbird-ITH20R-9-ch1|temperature|21 Inkbird-ITH20R-9-ch2|temperature|4 Inkbird-ITH20R-9|temperature|3")]
    [InlineData("rtl_433", "rtl_433/h/events", """{"model":"Bresser-6in1","id":1,"sensor_type":4,"temperature_C":11.2,"moisture":40}""",
        "Bresser-6in1-1|soil_moisture|40 Bresser-6in1-1|soil_temperature|11.2")]
    [InlineData("rtl_433", "rtl_433/h/events", """{"model":"X","id":1,"lux":10,"light_lux":12,"humidity":50}""", "X-1|humidity|50")]
    [InlineData("rtl_433", "rtl_433/h/devices/Bresser-7in1/0/43930/uv", "2.1", "Bresser-7in1-0-43930|uv_index|2.1")]
    [InlineData("rtl_433", "rtl_433/h/devices/Fineoffset-WH65B/1/uv", "2100", "")]
    [InlineData("rtl_433", "rtl_433/h/events", """{"model":"Fineoffset-WN34","id":"12ab","battery_ok":0.8,"temperature_C":11.2}""",
        "Fineoffset-WN34-12ab|soil_temperature|11.2")]
    [InlineData("rtl_433", "rtl_433/h/events",
        """{"model":"Fineoffset-WH45","id":"1","temperature_C":20,"humidity":55,"pm2_5_ug_m3":3.1,"pm10_ug_m3":4,"co2_ppm":612}""",
        "Fineoffset-WH45-1|co2|612 Fineoffset-WH45-1|humidity|55 Fineoffset-WH45-1|pm10|4 Fineoffset-WH45-1|pm2_5|3.1 Fineoffset-WH45-1|temperature|20")]
    [InlineData("esphome", "node/sensor/ccs811_eco2/state", "900", "")]
    [InlineData("esphome", "node/sensor/barometric_pressure/state", "1001.5", "node-barometric|pressure|1001.5")]
    [InlineData("esphome", "node/sensor/outside_temperature/state", "3.5", "node-outside|temperature|3.5")]
    [InlineData("esphome", "node/sensor/dewpoint/state", "3.5", "node-dewpoint|dew_point|3.5")]
    [InlineData("esphome", "node/sensor/pm25/state", "3.5", "node-pm25|pm2_5|3.5")]
    [InlineData("esphome", "node/sensor/pm_2_5/state", "3.5", "node|pm2_5|3.5")]
    [InlineData("esphome", "node/sensor/esp32_board_temperature/state", "60", "")]
    [InlineData("esphome", "node/sensor/pool_water_temperature/state", "26", "node-pool-water|temperature|26")]
    [InlineData("shelly", "shellies/s/ext_temperature/0", "4.5", "s-ext0|temperature|4.5")]
    [InlineData("shelly", "shellies/s/ext_temperature/0", "999", "")]
    [InlineData("zigbee2mqtt", "zigbee2mqtt/d", """{"temperature":1.5,"temperature_l2":7,"temperature_offset":2,"humidity_1":40,"device_temperature":30}""",
        "d-1|humidity|40 d-l2|temperature|7 d|temperature|1.5")]
    [InlineData("zigbee2mqtt", "zigbee2mqtt/d", """{"temperature":-327.68,"humidity":655.35}""", "")]
    [InlineData("zigbee2mqtt", "zigbee2mqtt/d/illuminance", "9000", "")]
    [InlineData("meshtastic", "msh/US/2/json/LongFast/!g",
        """{"from":1,"timestamp":1711999990,"type":"telemetry","payload":{"particles_03um":700,"rainfall_1h":2,"iaq":50,"voltage":4.1}}""",
        "!00000001|particles_0_3um|700")]
    [InlineData("zigbee2mqtt", "zigbee2mqtt/house/attic", """{"temperature":1.5,"illuminance":9000,"illuminance_lux":12}""",
        "house/attic|light_level|12 house/attic|temperature|1.5")]
    [InlineData("zigbee2mqtt", "zigbee2mqtt/garden/temperature", "14.67", "garden|temperature|14.67")]
    [InlineData("zigbee2mqtt", "zigbee2mqtt/bridge/info", """{"temperature":1}""", "")]
    [InlineData("rtl_433", "rtl_433/h/events",
        """{"model":"M","id":1,"temperature_F":50,"temperature_C":10.1,"wind_avg_km_h":36,"temperature_2_C":3,"rain_in":1}""",
        "M-1-ch2|temperature|3 M-1|rain_total|25.4 M-1|temperature|10.1 M-1|wind_speed|10")]
    [InlineData("rtl_433", "rtl_433/h/events", """{"model":"Tyre","type":"TPMS","id":1,"temperature_C":40,"pressure_kPa":230}""", "")]
    [InlineData("shelly", "shellies/s/sensor/humidity", "51.5", "s|humidity|51.5")]
    [InlineData("shelly", "s/status/temperature:100", """{"id":100,"tC":4.5,"tF":40.1}""", "s-ch100|temperature|4.5")]
    [InlineData("shelly", "s/events/rpc", """{"method":"NotifyStatus","params":{"ts":12.5,"switch:0":{"temperature":{"tC":60}}}}""", "")]
    [InlineData("esphome", "garden/sensor/indoor_humidity/state", "40.5", "garden-indoor|humidity|40.5")]
    [InlineData("esphome", "garden/sensor/cpu_temperature/state", "60", "")]
    [InlineData("esphome", "garden/sensor/temperature/state", "nan", "")]
    [InlineData("esphome", "garden/sensor/temperature/state", "unavailable", "")]
    [InlineData("meshtastic", "msh/EU_868/2/json/LongFast/!gateway1",
        """{"from":305419896,"timestamp":1711999990,"type":"telemetry","payload":"""
        + """{"temperature":9.5,"relative_humidity":80,"barometric_pressure":1001.25,"rainfall_1h":3,"voltage":3.7}}""",
        "!12345678|humidity|80 !12345678|pressure|1001.25 !12345678|temperature|9.5")]
    [InlineData("meshtastic", "msh/EU_868/2/json/LongFast/!g",
        """{"from":1,"timestamp":1711999990,"type":"telemetry","payload":{"pm10":1,"pm25":2,"pm100":3}}""",
        "!00000001|pm10|3 !00000001|pm1_0|1 !00000001|pm2_5|2")]
    [InlineData("meshtastic", "msh/EU_868/2/json/LongFast/!g", """{"timestamp":1711999990,"type":"telemetry","payload":{"temperature":1}}""", "")]
    [InlineData("meshtastic", "msh/EU_868/2/json/LongFast/!g",
        """{"from":1,"timestamp":1711999990,"type":"telemetry","payload":{"pm10":1,"pm10_standard":1,"pm25":2,"pm25_standard":3}}""", "!00000001|pm1_0|1")]
    [InlineData("wesense", "wesense/decoded/MESHTASTIC/nz/auk/dev1",
        """{"reading_type":"pressure","value":100125,"unit":"Pa","timestamp":1711999990,"signature":"x"}""", "dev1|pressure|1001.25")]
    public void Read_Message_HasTheseReadings(string preset, string topic, string payload, string expected)
    {
        var reader = MqttPresets.Create(preset, new MqttReaderOptions(TimeZoneInfo.Utc));

        var drafts = Read(reader, topic, payload).Drafts;

        Assert.All(drafts, draft => Assert.Null(UnitRule.Apply(draft, QuantityRegistry.Default, ValueCorrection.None)));
        var shown = drafts.Select(draft => FormattableString.Invariant($"{draft[TextField.DeviceId]}|{draft[TextField.ReadingType]}|{draft.Value}"));
        Assert.Equal(expected, string.Join(' ', shown.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Read_WeSense_KeepsTheSourceAndPlace()
    {
        var reader = MqttPresets.Create("wesense", new MqttReaderOptions(TimeZoneInfo.Utc));

        var draft = Read(reader, "wesense/decoded/TTN/nz/auk/d",
            """{"reading_type":"humidity","value":50,"timestamp":1711999990,"latitude":-36.8,"longitude":174.7}""").Drafts[0];

        Assert.Equal("TTN", draft[TextField.DataSource]);
        Assert.Equal("nz", draft[TextField.GeoCountry]);
        Assert.Equal(-36.8, draft.Latitude);
    }

    [Fact]
    public void Read_MeshtasticPosition_IsPutOnLaterReadings()
    {
        var reader = MqttPresets.Create("meshtastic", new MqttReaderOptions(TimeZoneInfo.Utc));
        Read(reader, "msh/X/2/json/c/!g", """{"from":1,"type":"position","payload":{"latitude_i":599423000,"longitude_i":107200000,"altitude":94}}""");

        var draft = Read(reader, "msh/X/2/json/c/!g", """{"from":1,"type":"telemetry","payload":{"temperature":1}}""").Drafts[0];

        Assert.Equal((59.9423, 10.72, 94.0), (draft.Latitude, draft.Longitude, draft.Altitude));
    }

    [Theory]
    [InlineData("2024-07-01T12:00:00", 1_719_828_000L)]
    [InlineData("2024-07-01 12:00:00.75", 1_719_828_000L)]
    [InlineData("2024-07-01T12:00:00Z", 1_719_835_200L)]
    [InlineData("2024-07-01T12:00:00+05:00", 1_719_817_200L)]
    [InlineData("2024-07-01T12:00:00+0500", 1_719_817_200L)]
    [InlineData("2024-07-01 12:00:00.123456", 1_719_828_000L)]
    [InlineData("1719835200.654321", 1_719_835_200L)]
    [InlineData("1719835200", 1_719_835_200L)]
    [InlineData("1719835200123", 1_719_835_200L)]
    [InlineData("2024-03-31T02:30:00", 1_711_848_600L)]
    [InlineData("1970-01-01T00:00:31", null)]
    [InlineData("1234567890", null)]
    [InlineData("@0.123s", null)]
    public void Time_OfDevices_IsReadOrNone(string text, long? seconds) =>
        Assert.Equal(seconds, MessageTime.Read(text, TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo")));

    [Theory]
    [InlineData("tele/{device}/SENSOR", "tele/a/SENSOR", true)]
    [InlineData("tele/{device}/SENSOR", "tele/a/b/SENSOR", false)]
    [InlineData("a/{rest...}", "a/b/c", true)]
    [InlineData("{x}/b", "$SYS/b", false)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/+", "a", false)]
    public void Template_Topic_FitsOrNot(string template, string topic, bool fits) => Assert.Equal(fits, TopicTemplate.Parse(template).TryMatch(topic, []));

    [Theory]
    [InlineData("")]
    [InlineData("a/#/b")]
    [InlineData("a{x}/b")]
    [InlineData("{x}/{x}")]
    public void Template_Wrong_IsRefused(string template) => Assert.Throws<StratumException>(() => TopicTemplate.Parse(template));

    [Theory]
    [InlineData("{{ value_json.a['b'].c }}", true)]
    [InlineData("{{ value }}", true)]
    [InlineData("{{ value_json.a | float }}", true)]
    [InlineData("{{ value_json.a[]b }}", false)]
    [InlineData("{{ value_json.a * 0.1 }}", false)]
    [InlineData("{{ value|float|round(1) }}", true)]
    [InlineData("{{ value_json.a | round(1, 'floor') }}", false)]
    [InlineData("{{ value_json.a | round(0) }}", false)]
    [InlineData("{{ value_json.a | multiply(0.1) }}", false)]
    [InlineData("{% if value_json.a %}1{% endif %}", false)]
    public void HomeAssistantTemplate_Simple_IsReadAndOthersAreNot(string template, bool isRead) =>
        Assert.Equal(isRead, HomeAssistantTemplate.TryParse(template, out _));

    private static MqttReadings Read(IMqttReader reader, string topic, string payload)
    {
        var readings = new MqttReadings();
        using var message = MqttMessage.Open(topic, Encoding.UTF8.GetBytes(payload), isRetained: false);
        reader.Read(message, readings);
        return readings;
    }
}
