using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// What fields of InfluxDB mean. A field is signed when the map names it (<c>measurement.field</c> before <c>field</c>), or when its name is a quantity
/// and a tag <c>unit</c> says its unit: what has no unit is not guessed.
/// </summary>
internal sealed class InfluxNames(HistoryMap map)
{
    private static readonly string[] DeviceTags = ["device_id", "device", "station", "sensor", "sensor_id", "host"];

    private readonly Dictionary<(string Measurement, string Field, string Unit), HistoryColumn?> _known = [];

    public HistoryColumn? Find(string measurement, string field, string? unit)
    {
        var key = (measurement, field, unit ?? "");
        if (!_known.TryGetValue(key, out var column))
        {
            column = Meaning(measurement, field, unit);
            // Names come from the file.
            if (_known.Count < DelimitedLine.CellsMax)
            {
                _known.Add(key, column);
            }
        }

        return column;
    }

    /// <summary>The device of a point by its tags.</summary>
    public string DeviceOf(Func<string, string?> tag)
    {
        if (map.DeviceColumn is { } named)
        {
            return tag(named) is { Length: > 0 } device ? device : map.Device ?? "influxdb";
        }

        if (map.Device is { } constant)
        {
            return constant;
        }

        foreach (var name in DeviceTags)
        {
            if (tag(name) is { Length: > 0 } found)
            {
                return found;
            }
        }

        return "influxdb";
    }

    private HistoryColumn? Meaning(string measurement, string field, string? unit)
    {
        if ((map.ColumnOf($"{measurement}.{field}") ?? map.ColumnOf(field)) is { } mapped)
        {
            return mapped.ReadingType.Length == 0 ? null : mapped.Unit.Length == 0 && unit is not null ? mapped with { Unit = UnitSpelling.Of(unit) } : mapped;
        }

        var name = field == "value" ? measurement : field;
        return string.IsNullOrEmpty(unit) || QuantityRegistry.Default.Find(name) is null
            ? null
            : new HistoryColumn($"{measurement}.{field}", name, UnitSpelling.Of(unit));
    }
}
