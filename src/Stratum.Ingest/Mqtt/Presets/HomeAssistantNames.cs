using System.Collections.Frozen;

namespace Stratum.Ingest;

/// <summary>
/// Names of Home Assistant's entities. Within a device the suffix of a sensor is what its unique_id says beyond the device and the quantity:
/// <c>A4C138BB0001-tempc</c> of device A4C138BB0001 is the plain one, <c>0x00158d_temperature_2_zigbee2mqtt</c> is <c>-2</c>. It comes from
/// the entity's own words alone, so that no announcement renames another entity.
/// </summary>
internal static class HomeAssistantNames
{
    // What bridges add to every id.
    private static readonly FrozenSet<string> Vendors = Words("zigbee2mqtt bttomqtt rtl433tomqtt omg tasmota esphome shelly mqtt sensor espsensor");

    private static readonly FrozenDictionary<string, FrozenSet<string>> Quantities = new Dictionary<string, FrozenSet<string>>
    {
        ["temperature"] = Words("temperature temp tempc tempf t f celsius fahrenheit"),
        ["soil_temperature"] = Words("soil temperature temp tempc tempf t"),
        ["dew_point"] = Words("dewpoint dew point temperature temp td"),
        ["humidity"] = Words("humidity humid hum rh h"),
        ["soil_moisture"] = Words("soil moisture moist humidity m"),
        ["pressure"] = Words("pressure press pres p barometer barometric baro atmospheric"),
        ["pressure_sea_level"] = Words("sea level pressure press pres"),
        ["light_level"] = Words("illuminance illumination light lux lx l"),
        ["solar_radiation"] = Words("irradiance solar radiation"),
        ["wind_speed"] = Words("wind speed windspeed ws"),
        ["wind_gust"] = Words("wind gust speed windgust gs max"),
        ["wind_direction"] = Words("wind direction dir winddir wd"),
        ["rain_total"] = Words("rain total precipitation rt"),
        ["rainfall"] = Words("rain rainfall precipitation"),
        ["rain_rate"] = Words("rain rate precipitation intensity rr"),
        ["co2"] = Words("co2 carbon dioxide"),
        ["pm1_0"] = Words("pm1"),
        ["pm2_5"] = Words("pm25"),
        ["pm4_0"] = Words("pm4"),
        ["pm10"] = Words("pm10"),
        ["noise_level"] = Words("noise sound pressure level"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // ESPHome's hash of the entity's name, behind the device's address.
    private const int HashCharacters = 8;

    /// <summary>The suffix, with its hyphen; "" for the plain sensor of the quantity.</summary>
    public static string SuffixOf(string uniqueId, string objectId, IReadOnlyList<string> deviceNames, string readingType)
    {
        var rest = Remainder(uniqueId.Length > 0 ? uniqueId : objectId, deviceNames, readingType);
        if (rest.Count == 1 && rest[0].Length == HashCharacters && rest[0].All(char.IsAsciiHexDigit) && rest[0].Any(char.IsAsciiDigit) && uniqueId.Length > 0)
        {
            rest = Remainder(objectId, deviceNames, readingType);
        }

        return rest.Count == 0 ? "" : "-" + string.Join('-', rest);
    }

    /// <summary>The suffix of an entity whose short one another entity has: everything but the device.</summary>
    public static string LongSuffixOf(string uniqueId, string objectId, IReadOnlyList<string> deviceNames)
    {
        var words = Split(Without(uniqueId.Length > 0 ? uniqueId : objectId, deviceNames));
        return "-" + string.Join('-', words.Count > 0 ? words : Split(objectId));
    }

    /// <summary>The words of a name without those of its device, in small letters: for what they say of the sensor.</summary>
    public static IEnumerable<string> OwnWords(string name, IReadOnlyList<string> deviceNames) => SensorWords.Split(Without(name, deviceNames));

    private static List<string> Remainder(string id, IReadOnlyList<string> deviceNames, string readingType)
    {
        var own = Quantities.GetValueOrDefault(readingType) ?? Words(readingType.Replace('_', ' '));
        var words = Split(JoinParticles(Without(id, deviceNames)));
        words.RemoveAll(word => own.Contains(word.ToLowerInvariant()) || Vendors.Contains(word.ToLowerInvariant()));
        return words;
    }

    // The device's id is taken out once, where it stands as whole words; the longest first.
    private static string Without(string text, IReadOnlyList<string> deviceNames)
    {
        // ESPHome without an address in its ids.
        const string legacy = "ESPsensor";
        text = text.StartsWith(legacy, StringComparison.Ordinal) ? text[legacy.Length..] : text;
        foreach (var name in deviceNames.SelectMany(Spellings).Where(name => name.Length > 0).OrderByDescending(name => name.Length))
        {
            for (var at = 0; (at = text.IndexOf(name, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
            {
                var end = at + name.Length;
                if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
                {
                    return text[..at] + " " + text[end..];
                }
            }
        }

        return text;
    }

    // "zigbee2mqtt_0x00158d" stands as "0x00158d" in ids, "3C:71:BF" as "3c71bf", "Garden hut" as "garden_hut".
    private static IEnumerable<string> Spellings(string name)
    {
        yield return name;
        yield return name.Replace(":", "", StringComparison.Ordinal);
        yield return name.Replace(' ', '_');
        var words = Split(name);
        words.RemoveAll(word => Vendors.Contains(word.ToLowerInvariant()));
        yield return string.Join('_', words);
        yield return string.Join('-', words);
    }

    private static string JoinParticles(string text) => text
        .Replace("pm2_5", "pm25", StringComparison.OrdinalIgnoreCase).Replace("pm_2_5", "pm25", StringComparison.OrdinalIgnoreCase)
        .Replace("pm2.5", "pm25", StringComparison.OrdinalIgnoreCase).Replace("pm1_0", "pm1", StringComparison.OrdinalIgnoreCase)
        .Replace("pm10_0", "pm10", StringComparison.OrdinalIgnoreCase);

    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                continue;
            }

            if (i > start)
            {
                words.Add(text[start..i]);
            }

            start = i + 1;
        }

        return words;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
