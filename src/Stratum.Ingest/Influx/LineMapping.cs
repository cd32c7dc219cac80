using System.Globalization;

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

    /// <summary>Reads all entries; what is wrong is noted.</summary>
    public static IReadOnlyList<LineMapping> Read(SensorSettings settings)
    {
        var places = new SortedSet<int>();
        foreach (var key in settings.Sensor.Settings.Keys.Where(key => key.StartsWith(SettingName + ":", StringComparison.Ordinal)))
        {
            var parts = key.Split(':');
            if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var place) || parts.Length < 3)
            {
                settings.Wrong(key, $"{Excerpt.Of(ReadingSettings.Shown(key))}: map is a list of tables, such as map = [{{ {Example} }}]");
            }
            else if (parts.Length > 3 || !Names.Contains(parts[2]))
            {
                settings.Wrong(key, $"has no key \"{Excerpt.Of(ReadingSettings.Shown(key))}\"; an entry of map has {string.Join(", ", Names)}");
            }
            else if (places.Count < MappingsMax || places.Contains(place))
            {
                places.Add(place);
            }
            else
            {
                settings.Wrong(key, $"has more than {MappingsMax} entries of map");
            }
        }

        if (places.Count > 0 && places.Max != places.Count - 1)
        {
            settings.Wrong(
                string.Create(CultureInfo.InvariantCulture, $"{SettingName}:{places.Max}"),
                $"{SettingName} must be numbered from 0 without a gap; found {string.Join(", ", places)}");
        }

        return [.. places.Select(place => ReadOne(settings, string.Create(CultureInfo.InvariantCulture, $"{SettingName}:{place}:")))];
    }

    public bool Fits(string measurement) => Measurement.Length == 0 || Measurement == measurement;

    private static LineMapping ReadOne(SensorSettings settings, string prefix)
    {
        var field = settings.Required(prefix + "field", "SDS_P1");
        var readingType = settings.Text(prefix + "reading_type") ?? field;
        var unit = settings.Text(prefix + "unit") ?? "";
        if (settings.Text(prefix + "field") is not null)
        {
            ReadingSettings.Check(settings, prefix, readingType, unit);
        }

        return new LineMapping(
            settings.Text(prefix + "measurement") ?? "", field, readingType, unit, settings.Text(prefix + "suffix") ?? "",
            settings.Text(prefix + "device_tag") ?? "", settings.Sensor.DeviceId);
    }
}
