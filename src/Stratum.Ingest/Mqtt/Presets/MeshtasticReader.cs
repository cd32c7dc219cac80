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
    private readonly MeshtasticZeros _zeros = new(options.Time);
    private readonly ConcurrentDictionary<string, (GeoPoint Point, double? Altitude)> _positions = new();

    public IReadOnlyList<string> Filters => [_template.Filter];

    public void Read(MqttMessage message, MqttReadings readings)
    {
        // msh/<region, of any depth>/2/json/<channel>/<gateway>; beside it are binary topics.
        if (!_template.TryMatch(message.Topic, []) || !message.Levels.Contains("json"))
        {
            readings.PassedOver = "is none of the firmware's JSON topics";
            return;
        }

        if (!message.IsStructured)
        {
            readings.MissJson(message);
            return;
        }

        if (MessageValue.Member(message.Root, "payload") is not { } payload)
        {
            return;
        }

        if (DeviceOf(message) is not { } device)
        {
            readings.Problem = "has no number of the sender (from)";
            return;
        }

        readings.Device = device;
        switch (MessageValue.TextOf(MessageValue.Member(message.Root, "type")))
        {
            case "position":
                Remember(readings.Device, payload);
                readings.PassedOver = "is a position, for the readings of the node";
                break;
            case "telemetry":
                if (_positions.TryGetValue(readings.Device, out var place))
                {
                    (readings.Position, readings.Altitude) = (place.Point, place.Altitude);
                }

                readings.Timestamp = MessageTime.Read(MessageValue.Member(message.Root, "timestamp"), options.Zone);
                var values = new List<(string Name, double Value)>();
                foreach (var (name, value) in MessageValue.Members(payload))
                {
                    if (MessageValue.LenientNumberOf(value) is { } number)
                    {
                        values.Add((name, number));
                    }
                }

                foreach (var (name, value) in _zeros.Measured(readings.Device, values))
                {
                    if (Fields.TryGetValue(name, out var field))
                    {
                        readings.Add(field.ReadingType, value, field.Unit);
                    }
                }

                break;
        }
    }

    // The gateway in the topic is another node: without a sender the reading is nobody's.
    private static string? DeviceOf(MqttMessage message) =>
        MessageValue.LenientNumberOf(MessageValue.Member(message.Root, "from")) is { } from and >= 0 and <= uint.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"!{(uint)from:x8}")
            : null;

    private void Remember(string device, JsonElement payload)
    {
        // 1e-7 degrees, as in the protobuf.
        var latitude = MessageValue.LenientNumberOf(MessageValue.Member(payload, "latitude_i")) * 1e-7;
        var longitude = MessageValue.LenientNumberOf(MessageValue.Member(payload, "longitude_i")) * 1e-7;
        if (latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180 && (latitude != 0 || longitude != 0)
            && (_positions.Count < NodesMax || _positions.ContainsKey(device)))
        {
            var point = new GeoPoint(Math.Round(latitude.Value, 7), Math.Round(longitude.Value, 7));
            _positions[device] = (point, MessageValue.LenientNumberOf(MessageValue.Member(payload, "altitude")));
        }
    }
}
