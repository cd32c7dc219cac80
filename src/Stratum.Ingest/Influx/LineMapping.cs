using System.Globalization;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>What one field of a measurement is, for <c>map</c> of a [[sensors]] table of kind http_json.</summary>
/// <param name="Measurement">The measurement's name; "" for any.</param>
/// <param name="Field">The field's name.</param>
/// <param name="ReadingType">What is signed.</param>
/// <param name="Unit">The unit that the field has; "" for the registry's.</param>
/// <param name="Suffix">What the sensor adds to device_id.</param>
/// <param name="DeviceTag">The tag that names the device; "" for the usual ones.</param>
/// <param name="DeviceId">device_id of the table, for lines whose tags name no device.</param>
internal sealed record LineMapping(
    string Measurement, string Field, string ReadingType, string Unit, string Suffix, string DeviceTag, string? DeviceId)
{
    /// <summary>The setting.</summary>
    public const string SettingName = "map";

    /// <summary>An entry, for messages.</summary>
    public const string Example = "measurement = \"feinstaub\", field = \"SDS_P1\", reading_type = \"pm10\", unit = \"ug/m3\"";

    // More fields than a station has.
    private const int MappingsMax = 128;

    private static readonly string[] Names = ["measurement", "field", "reading_type", "unit", "suffix", "device_tag"];

    /// <summary>Reads all entries. Throws <see cref="StratumException"/> at the first that is wrong.</summary>
    public static IReadOnlyList<LineMapping> Read(SensorSettings settings, SensorOptions sensor)
    {
        var mappings = new List<LineMapping>();
        var keys = sensor.Settings.Keys.Where(key => key.Split(':')[0] == SettingName).ToList();
        for (var left = keys.Count; left > 0;)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"{SettingName}:{mappings.Count}:");
            var own = keys.FindAll(key => key.StartsWith(prefix, StringComparison.Ordinal));
            if (own.Count == 0)
            {
                throw settings.Wrong($"{Excerpt.Of(keys[0])}: map is a list of tables, such as map = [{{ {Example} }}]");
            }

            if (own.Find(key => !Names.Contains(key[prefix.Length..])) is { } unknown)
            {
                throw settings.Wrong($"has no key \"{Excerpt.Of(unknown)}\"; an entry of map has {string.Join(", ", Names)}");
            }

            if (mappings.Count == MappingsMax)
            {
                throw settings.Wrong($"has more than {MappingsMax} entries of map");
            }

            mappings.Add(ReadOne(settings, sensor, prefix));
            left -= own.Count;
        }

        return mappings;
    }

    public bool Fits(string measurement) => Measurement.Length == 0 || Measurement == measurement;

    private static LineMapping ReadOne(SensorSettings settings, SensorOptions sensor, string prefix)
    {
        var field = settings.Required(prefix + "field", "SDS_P1");
        var readingType = settings.Text(prefix + "reading_type") ?? field;
        var unit = settings.Text(prefix + "unit") ?? "";
        if (ReadingNames.Check(readingType, unit) is { } wrong)
        {
            throw settings.Wrong($"{prefix}{wrong.Field} {wrong.Reason}");
        }

        if (unit.Length > 0 && QuantityRegistry.Default.Find(readingType) is { } quantity && !UnitConversion.AreConvertible(unit, quantity.Unit))
        {
            throw settings.Wrong(
                $"{prefix}unit is \"{Excerpt.Of(unit)}\"; {readingType} is accepted in \"{quantity.Unit}\" or a known unit of the same kind");
        }

        return new LineMapping(
            settings.Text(prefix + "measurement") ?? "", field, readingType, unit, settings.Text(prefix + "suffix") ?? "",
            settings.Text(prefix + "device_tag") ?? "", sensor.DeviceId);
    }
}
