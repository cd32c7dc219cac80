using System.Globalization;
using Stratum.Core;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <content>Arrays of tables, and [[interest]].</content>
internal sealed partial class ConfigurationBinder
{
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

    // Where both are there, one of them is wrong and said to be.
    private void CheckPosition(GeoPoint? position, string prefix, List<Setting> settings)
    {
        if (PositionRules.IsHalf(position) && settings.Count(setting => setting.Path == prefix + "latitude" || setting.Path == prefix + "longitude") < 2)
        {
            problems.Add(ConfigurationProblem.Error(settings[0].Origin, $"{prefix}latitude and {prefix}longitude: give both or neither"));
        }
    }

    /// <summary>"sensors.0." of any setting of that table, and of the table itself.</summary>
    private static string PrefixOf(Setting setting) => string.Join('.', setting.Path.Split('.', 3)[..2]) + ".";
}
