using System.Globalization;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Reads <c>preset</c>, or <c>topic</c> and <c>map</c>, of a [[sensors]] table.</summary>
internal static class MappingSettings
{
    // More values than a device has; the reader keeps to MqttReadings.DraftsMax anyway.
    private const int MappingsMax = 128;

    public static IMqttReader Read(SensorSettings settings, SensorOptions sensor, AdapterMemory memory, TimeProvider time)
    {
        var zone = ZoneOf(settings);
        var template = settings.Text("topic") is { } topic ? TopicTemplate.Parse(topic) : null;
        if (settings.Text("preset") is { } preset)
        {
            if (sensor.Settings.Keys.Any(key => key.StartsWith("map:", StringComparison.Ordinal)))
            {
                throw settings.Wrong("has preset and map; give one of them (a preset takes another topic with topic)");
            }

            var unit = settings.OneOf("temperature_unit", "C", ["C", "F"]);
            return MqttPresets.Create(
                settings.OneOf("preset", preset, MqttPresets.Names), new MqttReaderOptions(zone, unit, template) { Time = time, Memory = memory });
        }

        if (template is null)
        {
            throw settings.Wrong($"needs preset ({string.Join(", ", MqttPresets.Names)}), or topic and map");
        }

        var mappings = MappingsOf(settings, sensor);
        var timePath = settings.Text("time_path") is { } path ? JsonPath.Parse(path) : null;
        return new MappedReader(template, sensor.DeviceId, mappings, timePath, zone);
    }

    private static TimeZoneInfo ZoneOf(SensorSettings settings)
    {
        if (settings.Text("timezone") is not { } name)
        {
            return TimeZoneInfo.Local;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw settings.Wrong($"timezone is \"{Excerpt.Of(name)}\"; give a zone of the IANA database, such as \"Europe/Oslo\" or \"UTC\"");
    }

    private static List<ValueMapping> MappingsOf(SensorSettings settings, SensorOptions sensor)
    {
        var mappings = new List<ValueMapping>();
        for (var i = 0; ; i++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"map:{i}:");
            var keys = sensor.Settings.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            if (keys.Count == 0)
            {
                break;
            }

            if (keys.Find(key => !ValueMapping.Names.Contains(key[prefix.Length..].Split(':')[0])) is { } unknown)
            {
                throw settings.Wrong($"has no key \"{Excerpt.Of(unknown)}\"; a mapping has {string.Join(", ", ValueMapping.Names)}");
            }

            if (i == MappingsMax)
            {
                throw settings.Wrong($"has more than {MappingsMax} mappings");
            }

            mappings.Add(MappingOf(settings, sensor, prefix));
        }

        // Without a mapping the last level, captured as {field}, names the quantity and its unit.
        return mappings.Count > 0 ? mappings : [new ValueMapping(JsonPath.Parse("$"), "", "", null, "", [])];
    }

    private static ValueMapping MappingOf(SensorSettings settings, SensorOptions sensor, string prefix)
    {
        var readingType = settings.Text(prefix + "reading_type") ?? "";
        var unit = settings.Text(prefix + "unit") ?? "";
        if (settings.OneOf(prefix + "counter", "false", ["true", "false"]) == "true" && readingType is "rainfall")
        {
            // The counter is what is signed; rainfall is derived from it (INGEST, rules for every adapter).
            readingType = "rain_total";
        }

        // What the message says of the unit is seen when it comes.
        var known = unit.Length > 0 ? unit : settings.Text(prefix + "unit_path") ?? "";
        if (readingType.Length > 0 && ReadingNames.Check(readingType, known) is { } wrong)
        {
            throw settings.Wrong($"{prefix}{wrong.Field} {wrong.Reason}");
        }

        if (readingType.Length > 0 && unit.Length > 0 && QuantityRegistry.Default.Find(readingType) is { } quantity
            && !UnitConversion.AreConvertible(unit, quantity.Unit))
        {
            throw settings.Wrong($"{prefix}unit is \"{Excerpt.Of(unit)}\"; {readingType} is accepted in \"{quantity.Unit}\" or a known unit of the same kind");
        }

        var nulls = sensor.Settings.Where(pair =>
            pair.Key == prefix + "null" || pair.Key.StartsWith(prefix + "null:", StringComparison.Ordinal)).Select(pair => pair.Value);
        return new ValueMapping(
            JsonPath.Parse(settings.Text(prefix + "path") ?? "$"),
            readingType,
            unit,
            settings.Text(prefix + "unit_path") is { } unitPath ? JsonPath.Parse(unitPath) : null,
            settings.Text(prefix + "suffix") ?? "",
            [.. nulls]);
    }
}
