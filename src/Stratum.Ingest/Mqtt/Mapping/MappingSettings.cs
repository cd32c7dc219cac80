using System.Globalization;

namespace Stratum.Ingest;

/// <summary>Reads <c>preset</c>, or <c>topic</c> and <c>map</c>, of a [[sensors]] table.</summary>
internal static class MappingSettings
{
    // More values than a device has; the reader keeps to MqttReadings.DraftsMax anyway.
    private const int MappingsMax = 128;

    /// <summary>The reader; null where the table is too wrong to make one.</summary>
    public static IMqttReader? Read(SensorSettings settings, AdapterMemory memory, TimeProvider time)
    {
        var zone = settings.Zone("timezone");
        var template = settings.Parsed("topic", TopicTemplate.Parse);
        if (settings.Text("preset") is not null)
        {
            return Preset(settings, new MqttReaderOptions(zone, Template: template) { Time = time, Memory = memory });
        }

        if (settings.Text("temperature_unit") is not null)
        {
            settings.Warn("temperature_unit", "has temperature_unit, which only presets have; without one each value's unit stands in map");
        }

        if (settings.Text("topic") is null)
        {
            settings.Wrong("preset", $"needs preset ({string.Join(", ", MqttPresets.Names)}), or topic and map");
        }

        var mappings = MappingsOf(settings, template);
        var timePath = settings.Parsed("time_path", JsonPath.Parse);
        if (template is null)
        {
            return null;
        }

        if (settings.Sensor.DeviceId is null && !template.Names.Contains("device"))
        {
            settings.Wrong("topic", "needs device_id, or {device} in topic where the device's name stands: else nobody knows whose values they are");
        }

        return new MappedReader(template, settings.Sensor.DeviceId, mappings, timePath, zone);
    }

    private static IMqttReader Preset(SensorSettings settings, MqttReaderOptions options)
    {
        if (settings.Sensor.Settings.Keys.FirstOrDefault(key => key.StartsWith("map:", StringComparison.Ordinal)) is { } map)
        {
            settings.Wrong(map, "has preset and map; give one of them (a preset takes another topic with topic)");
            MappingsOf(settings, options.Template);
        }

        if (settings.Text("time_path") is not null)
        {
            settings.Warn("time_path", "has preset and time_path, which has no effect: the preset knows where its messages have their time");
        }

        var unit = settings.OneOf("temperature_unit", "C", "C", "F");
        return MqttPresets.Create(settings.OneOf("preset", MqttPresets.Names[0], MqttPresets.Names), options with { TemperatureUnit = unit });
    }

    private static List<ValueMapping> MappingsOf(SensorSettings settings, TopicTemplate? template)
    {
        var namesField = template?.Names.Contains("field") != false;
        var mappings = new List<ValueMapping>();
        var given = settings.Sensor.Settings.Keys.Where(key => key.StartsWith("map:", StringComparison.Ordinal)).ToList();
        foreach (var key in given)
        {
            CheckPlace(settings, key);
        }

        for (var i = 0; i < MappingsMax; i++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"map:{i}:");
            var keys = settings.Sensor.Settings.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            if (keys.Count > 0)
            {
                mappings.Add(MappingOf(settings, prefix, namesField));
            }
        }

        if (given.Count == 0 && !namesField)
        {
            settings.Wrong("map", "needs map, the values of a message, such as map = [{ path = \"$.t\", reading_type = \"temperature\", unit = \"C\" }]");
        }

        // Without a mapping the last level, captured as {field}, names the quantity and its unit.
        return mappings.Count > 0 ? mappings : [new ValueMapping(JsonPath.Parse("$"), "", "", null, "", [])];
    }

    private static void CheckPlace(SensorSettings settings, string key)
    {
        var parts = key.Split(':');
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            settings.Wrong(key, "has map as one table; give a list: map = [{ path = ..., reading_type = ..., unit = ... }]");
        }
        else if (index >= MappingsMax)
        {
            settings.Wrong(key, $"has more than {MappingsMax} mappings");
        }
        else if (parts.Length < 3 || !ValueMapping.Names.Contains(parts[2]) || (parts.Length > 3 && parts[2] != "null"))
        {
            settings.Wrong(key, $"has no key \"{Excerpt.Of(ReadingSettings.Shown(key))}\"; a mapping has {string.Join(", ", ValueMapping.Names)}");
        }
    }

    private static ValueMapping MappingOf(SensorSettings settings, string prefix, bool namesField)
    {
        var path = settings.Parsed(prefix + "path", JsonPath.Parse) ?? JsonPath.Parse("$");
        var readingType = settings.Text(prefix + "reading_type") ?? "";
        var unit = settings.Text(prefix + "unit") ?? "";
        var unitPath = settings.Parsed(prefix + "unit_path", JsonPath.Parse);
        if (settings.Flag(prefix + "counter", false) && readingType is "rainfall")
        {
            // The counter is what is signed; rainfall is derived from it (INGEST, rules for every adapter).
            readingType = "rain_total";
        }

        if (readingType.Length == 0)
        {
            CheckFieldName(settings, prefix, path, namesField);
        }
        else
        {
            ReadingSettings.Check(settings, prefix, readingType, unit, unitPath is not null);
        }

        var nulls = settings.Sensor.Settings.Where(pair =>
            pair.Key == prefix + "null" || pair.Key.StartsWith(prefix + "null:", StringComparison.Ordinal)).Select(pair => pair.Value);
        return new ValueMapping(path, readingType, unit, unitPath, settings.Text(prefix + "suffix") ?? "", [.. nulls]);
    }

    // A mapping that can never say what it reads would be silent for ever.
    private static void CheckFieldName(SensorSettings settings, string prefix, JsonPath path, bool namesField)
    {
        if (path.LastName.Length > 0 ? KnownFields.Find(path.LastName) is null : !namesField)
        {
            settings.Wrong(
                prefix + "reading_type",
                $"needs {ReadingSettings.Shown(prefix)}reading_type, such as \"temperature\": \"{Excerpt.Of(path.LastName)}\" is no name that says quantity "
                + "and unit, as temperature_C does");
        }
    }
}
