using System.Globalization;
using Stratum.Core;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <content>Arrays of tables: [[sensors]] and [[interest]].</content>
internal sealed partial class ConfigurationBinder
{
    private List<SensorOptions> BindSensors() => [.. TablesOf(SensorKeys.Section).Select(BindSensor)];

    private List<InterestOptions> BindInterests() => [.. TablesOf(InterestKeys.Section).Select(BindInterest)];

    /// <summary>The settings of each table, by index. Tables of the environment may only follow those of the file without a gap.</summary>
    private List<List<Setting>> TablesOf(string section)
    {
        var tables = new SortedDictionary<int, List<Setting>>();
        foreach (var setting in _merged.Values.Where(setting => setting.Path == section || setting.Path.StartsWith(section + ".", StringComparison.Ordinal)))
        {
            var parts = setting.Path.Split('.', 3);
            if (parts.Length < 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= FileLayer.MaxTables
                || (parts.Length == 2 && setting.Kind != TomlKind.Table))
            {
                var example = $"{ConfigurationLoader.Prefix}{section.ToUpperInvariant()}__0__{ConfigurationSchema.NamesIn(section).First().ToUpperInvariant()}";
                problems.Add(ConfigurationProblem.Error(
                    setting.Origin,
                    $"{setting.Path} names no key of a [[{section}]] table; write a number of 0 to {FileLayer.MaxTables - 1} and a key, such as {example}"));
                continue;
            }

            tables.TryAdd(index, []);
            tables[index].Add(setting);
        }

        if (tables.Count > 0 && tables.Keys.Last() != tables.Count - 1)
        {
            problems.Add(ConfigurationProblem.Error(
                tables.Values.Last()[0].Origin, $"the [[{section}]] tables must be numbered without a gap; found {string.Join(", ", tables.Keys)}"));
        }

        return [.. tables.Values];
    }

    private SensorOptions BindSensor(List<Setting> settings)
    {
        var prefix = PrefixOf(settings[0]);
        var table = BindTable(SensorKeys.All, settings, prefix, new SensorTable(), out var others);
        var devices = BindDevices(others, prefix + DeviceKeys.Name + ".");
        var own = OwnSettings(table.Adapter, prefix, others);
        if (!settings.Exists(setting => setting.Path == prefix + "adapter"))
        {
            problems.Add(ConfigurationProblem.Error(settings[0].Origin, $"{prefix}adapter is missing; give {string.Join(", ", SensorKeys.Kinds)}"));
        }

        CheckPosition(table.Rules.Position, prefix, settings[0].Origin);
        return new SensorOptions
        {
            Adapter = table.Adapter,
            Name = table.Name,
            DeviceId = table.DeviceId.Length > 0 ? table.DeviceId : null,
            Position = table.Rules.Position,
            Altitude = table.Rules.Altitude,
            PositionDecimals = table.Rules.PositionDecimals,
            DeploymentType = table.Rules.DeploymentType,
            Texts = table.Rules.Texts,
            Corrections = table.Rules.Corrections,
            StampsAtReceipt = table.Time == "receipt",
            Include = table.Include,
            Exclude = table.Exclude,
            Devices = devices,
            Settings = own,
        };
    }

    /// <summary>Takes the settings of the [[sensors.device]] tables out of <paramref name="settings"/>.</summary>
    private List<DeviceOptions> BindDevices(List<Setting> settings, string start)
    {
        var tables = new SortedDictionary<int, List<Setting>>();
        foreach (var setting in settings.FindAll(setting => setting.Path.StartsWith(start, StringComparison.Ordinal)))
        {
            settings.Remove(setting);
            if (!int.TryParse(setting.Path[start.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                problems.Add(ConfigurationProblem.Error(setting.Origin, $"{setting.Path} names no [[{DeviceKeys.Section}]] table; write {start}0.match"));
                continue;
            }

            tables.TryAdd(index, []);
            tables[index].Add(setting);
        }

        return [.. tables.Select(table => BindDevice(table.Value, string.Create(CultureInfo.InvariantCulture, $"{start}{table.Key}.")))];
    }

    private DeviceOptions BindDevice(List<Setting> settings, string prefix)
    {
        var table = BindTable(DeviceKeys.All, settings, prefix, new DeviceTable(), out var others);
        foreach (var other in others)
        {
            var known = ConfigurationSchema.NamesIn(DeviceKeys.Section);
            problems.Add(ConfigurationProblem.Error(other.Origin, UnknownName.OfKey(DeviceKeys.Section, other.Path[prefix.Length..], known)));
        }

        if (!settings.Exists(setting => setting.Path == prefix + "match"))
        {
            problems.Add(ConfigurationProblem.Error(
                settings[0].Origin, $"{prefix}match is missing; give the name of a device, or a pattern such as \"Nexus-TH-*\""));
        }

        CheckPosition(table.Rules.Position, prefix, settings[0].Origin);
        return new DeviceOptions
        {
            Match = table.Match,
            DeviceId = table.DeviceId.Length > 0 ? table.DeviceId : null,
            IsExcluded = table.IsExcluded,
            Position = table.Rules.Position,
            Altitude = table.Rules.Altitude,
            PositionDecimals = table.Rules.PositionDecimals,
            DeploymentType = table.Rules.DeploymentType,
            Texts = table.Rules.Texts,
            Corrections = table.Rules.Corrections,
        };
    }

    private Dictionary<string, string> OwnSettings(string adapter, string prefix, List<Setting> others)
    {
        var known = AdapterSetting.NamesOf(adapter);
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in others)
        {
            var name = setting.Path[prefix.Length..];
            var first = name.Split('.', 2)[0];
            if (adapter.Length > 0 && !known.Contains(first))
            {
                var names = ConfigurationSchema.NamesIn(SensorKeys.Section).Concat(known);
                problems.Add(ConfigurationProblem.Error(setting.Origin, $"{UnknownName.OfKey(SensorKeys.Section, first, names)} (adapter \"{adapter}\")"));
                continue;
            }

            var text = AdapterSetting.TextOf(adapter, name, setting);
            own[name.Replace('.', ':')] = text;
            var shown = Secrets.Mask(name, text);
            var isText = setting.Kind is null or TomlKind.String || shown != text;
            _shown.Add(new ShownValue(setting.Path, isText ? TomlLiteral.Of(shown) : shown, setting.Origin));
        }

        return own;
    }

    private InterestOptions BindInterest(List<Setting> settings)
    {
        var table = BindTable(InterestKeys.All, settings, PrefixOf(settings[0]), new InterestTable(), out var others);
        foreach (var other in others)
        {
            var name = other.Path[PrefixOf(other).Length..];
            var known = ConfigurationSchema.NamesIn(InterestKeys.Section);
            problems.Add(ConfigurationProblem.Error(other.Origin, UnknownName.OfKey(InterestKeys.Section, name, known)));
        }

        var edges = new[] { table.North, table.South, table.East, table.West }.Count(edge => edge is not null);
        if (edges is not (0 or 4) || (edges == 4) == (table.Geohash.Length > 0))
        {
            problems.Add(ConfigurationProblem.Error(settings[0].Origin, $"{PrefixOf(settings[0])}: give north, south, east and west, or a geohash"));
            return new InterestOptions();
        }

        if (edges == 0)
        {
            return new InterestOptions { Geohash = table.Geohash };
        }

        var box = new GeoBox(table.North!.Value, table.South!.Value, table.East!.Value, table.West!.Value);
        if (!box.IsValid)
        {
            problems.Add(ConfigurationProblem.Error(
                settings[0].Origin, $"{PrefixOf(settings[0])}south is {box.South}; give at most north, which is {box.North}"));
        }

        return new InterestOptions { Box = box };
    }

    private TTarget BindTable<TTarget>(
        IReadOnlyList<BoundKey<TTarget>> keys, List<Setting> settings, string prefix, TTarget target, out List<Setting> others)
    {
        others = [];
        foreach (var setting in settings)
        {
            var name = setting.Path[Math.Min(setting.Path.Length, prefix.Length)..];
            if (keys.FirstOrDefault(key => key.Name == name) is { } key)
            {
                BindKey(key, setting, ref target);
            }
            else if (name.Length > 0)
            {
                others.Add(setting);
            }
        }

        return target;
    }

    private void CheckPosition(GeoPoint? position, string prefix, ValueOrigin origin)
    {
        if (PositionRules.IsHalf(position))
        {
            problems.Add(ConfigurationProblem.Error(origin, $"{prefix}latitude and {prefix}longitude: give both or neither"));
        }
    }

    /// <summary>"sensors.0." of any setting of that table, and of the table itself.</summary>
    private static string PrefixOf(Setting setting) => string.Join('.', setting.Path.Split('.', 3)[..2]) + ".";
}
