using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Meshtastic's JSON uplink: telemetry of the node that sent it (<c>from</c>), not of the gateway in the topic. Positions that a node
/// told are put on its later readings. Sliding sums (rainfall_1h) are neither a counter nor an increment and are not read.
/// </summary>
internal sealed class MeshtasticReader(MqttReaderOptions options) : IMqttReader
{
    // Some hundred nodes are a large mesh; a stranger's inventions must not fill the memory.
    private const int NodesMax = 4096;

    private static readonly FrozenDictionary<string, (string ReadingType, string Unit)> Fields = new Dictionary<string, (string, string)>
    {
        ["temperature"] = ("temperature", "C"),
        ["relative_humidity"] = ("humidity", "%"),
        ["barometric_pressure"] = ("pressure", "hPa"),
        ["lux"] = ("light_level", "lux"),
        ["wind_speed"] = ("wind_speed", "m/s"),
        ["wind_gust"] = ("wind_gust", "m/s"),
        ["wind_direction"] = ("wind_direction", "deg"),
        ["soil_temperature"] = ("soil_temperature", "C"),
        ["soil_moisture"] = ("soil_moisture", "%"),
        ["co2"] = ("co2", "ppm"),
        // Names of the firmware's AirQualityMetrics: pm10 is PM1.0, pm100 is PM10.
        ["pm10"] = ("pm1_0", "ug/m3"),
        ["pm25"] = ("pm2_5", "ug/m3"),
        ["pm100"] = ("pm10", "ug/m3"),
        ["pm10_standard"] = ("pm1_0", "ug/m3"),
        ["pm25_standard"] = ("pm2_5", "ug/m3"),
        ["pm100_standard"] = ("pm10", "ug/m3"),
        ["particles_03um"] = ("particles_0_3um", "count/0.1L"),
        ["particles_05um"] = ("particles_0_5um", "count/0.1L"),
        ["particles_10um"] = ("particles_1_0um", "count/0.1L"),
        ["particles_25um"] = ("particles_2_5um", "count/0.1L"),
        ["particles_50um"] = ("particles_5_0um", "count/0.1L"),
        ["particles_100um"] = ("particles_10um", "count/0.1L"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly TopicTemplate _template = options.Template ?? TopicTemplate.Parse("msh/{path...}");
    private readonly ConcurrentDictionary<string, (GeoPoint Point, double? Altitude)> _positions = new();

    public IReadOnlyList<string> Filters => [_template.Filter];

    public void Read(MqttMessage message, MqttReadings readings)
    {
        // msh/<region, of any depth>/2/json/<channel>/<gateway>; beside it are binary topics.
        if (!_template.TryMatch(message.Topic, []) || !message.Levels.Contains("json") || MessageValue.Member(message.Root, "payload") is not { } payload)
        {
            return;
        }

        readings.Device = DeviceOf(message);
        switch (MessageValue.TextOf(MessageValue.Member(message.Root, "type")))
        {
            case "position":
                Remember(readings.Device, payload);
                break;
            case "telemetry":
                if (_positions.TryGetValue(readings.Device, out var place))
                {
                    (readings.Position, readings.Altitude) = (place.Point, place.Altitude);
                }

                readings.Timestamp = MessageTime.Read(MessageValue.Member(message.Root, "timestamp"), options.Zone);
                foreach (var (name, value) in MessageValue.Members(payload))
                {
                    if (Fields.TryGetValue(name, out var field) && readings.Claim(field.ReadingType))
                    {
                        readings.Add(field.ReadingType, MessageValue.NumberOf(value), field.Unit);
                    }
                }

                break;
        }
    }

    private static string DeviceOf(MqttMessage message) =>
        MessageValue.NumberOf(MessageValue.Member(message.Root, "from")) is { } from and >= 0 and <= uint.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"!{(uint)from:x8}")
            : message.Levels[^1];

    private void Remember(string device, JsonElement payload)
    {
        // 1e-7 degrees, as in the protobuf.
        var latitude = MessageValue.NumberOf(MessageValue.Member(payload, "latitude_i")) * 1e-7;
        var longitude = MessageValue.NumberOf(MessageValue.Member(payload, "longitude_i")) * 1e-7;
        if (latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180 && (latitude != 0 || longitude != 0)
            && (_positions.Count < NodesMax || _positions.ContainsKey(device)))
        {
            var point = new GeoPoint(Math.Round(latitude.Value, 7), Math.Round(longitude.Value, 7));
            _positions[device] = (point, MessageValue.NumberOf(MessageValue.Member(payload, "altitude")));
        }
    }
}
