using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Stratum.Ingest;

/// <summary>
/// Zeros of Meshtastic's telemetry. Firmware sends fields of sensors that a node does not have as 0 (meshtastic/firmware#7047), so a zero is taken
/// only where its sensor is known to be there: by another field of the sensor in the same message, or, for what is often 0 as a whole (a calm, night,
/// clean air), by one within the last day. A process that starts knows none and leaves zeros out until it does; an anemometer that was taken down
/// is forgotten after a day.
/// </summary>
internal sealed class MeshtasticZeros(TimeProvider time)
{
    // Nodes times groups; a stranger's inventions must not fill the memory.
    private const int KnownMax = 8192;

    // A day has wind and light somewhere.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    // What one sensor, or what is always mounted with it, measures. Fields that are not signed count as signs of life, too.
    private static readonly FrozenDictionary<string, string> Groups = new (string Group, string[] Fields)[]
    {
        ("air", ["temperature", "relative_humidity", "barometric_pressure", "gas_resistance", "iaq"]),
        ("wind", ["wind_speed", "wind_gust", "wind_lull", "wind_direction"]),
        ("light", ["lux", "white_lux", "ir_lux", "uv_lux"]),
        ("soil", ["soil_moisture", "soil_temperature"]),
        ("particles",
        [
            "pm10", "pm25", "pm100", "pm10_standard", "pm25_standard", "pm100_standard", "pm10_environmental", "pm25_environmental", "pm100_environmental",
            "particles_03um", "particles_05um", "particles_10um", "particles_25um", "particles_50um", "particles_100um",
        ]),
    }.SelectMany(group => group.Fields.Select(field => (Field: field, group.Group)))
        .ToFrozenDictionary(pair => pair.Field, pair => pair.Group, StringComparer.Ordinal);

    // Never 0 where there is a sensor: 0 % is no air's humidity.
    private static readonly FrozenSet<string> NeverZero = new[] { "relative_humidity", "barometric_pressure", "co2" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OftenZero = new[] { "wind", "light", "particles" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Device, string Group), long> _seenAt = new();

    /// <summary>Of a message's fields those that a sensor measured.</summary>
    public IEnumerable<(string Name, double Value)> Measured(string device, IReadOnlyList<(string Name, double Value)> fields)
    {
        var now = time.GetTimestamp();
        foreach (var (name, value) in fields)
        {
            if (value != 0 && Groups.TryGetValue(name, out var group) && OftenZero.Contains(group)
                && (_seenAt.Count < KnownMax || _seenAt.ContainsKey((device, group))))
            {
                _seenAt[(device, group)] = now;
            }
        }

        return fields.Where(field => field.Value != 0 || IsZeroOf(device, field.Name, fields));
    }

    private bool IsZeroOf(string device, string name, IReadOnlyList<(string Name, double Value)> fields)
    {
        if (NeverZero.Contains(name) || !Groups.TryGetValue(name, out var group))
        {
            return false;
        }

        return fields.Any(other => other.Value != 0 && Groups.GetValueOrDefault(other.Name) == group)
            || (_seenAt.TryGetValue((device, group), out var at) && time.GetElapsedTime(at) < Remembered);
    }
}
