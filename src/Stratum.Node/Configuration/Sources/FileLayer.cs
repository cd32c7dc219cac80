using System.Globalization;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <summary>Settings of the configuration file, with the problems of its shape.</summary>
internal static class FileLayer
{
    /// <summary>Most tables of one array: more sensors than one machine serves, and each costs a task.</summary>
    public const int MaxTables = 256;

    /// <summary>Takes the settings out of the document.</summary>
    public static SettingLayer Of(TomlTable document, ValueOrigin file)
    {
        var layer = new SettingLayer();
        foreach (var entry in document.Entries)
        {
            var origin = file with { Position = entry.Position };
            if (ConfigurationSchema.TableArrays.Contains(entry.Key))
            {
                AddTables(layer, entry, file, origin);
            }
            else if (ConfigurationSchema.Sections.Contains(entry.Key))
            {
                AddSection(layer, entry, file, origin);
            }
            else
            {
                layer.Problems.Add(ConfigurationProblem.Error(origin, UnknownName.OfRoot(entry.Key)));
            }
        }

        return layer;
    }

    private static void AddSection(SettingLayer layer, TomlEntry section, ValueOrigin file, ValueOrigin origin)
    {
        if (section.Value is not TomlTable table)
        {
            layer.Problems.Add(ConfigurationProblem.Error(origin, $"{section.Key} is a table; write [{section.Key}] on a line of its own and its keys below"));
            return;
        }

        foreach (var entry in table.Entries)
        {
            Add(layer, $"{section.Key}.{entry.Key}", entry, file);
        }
    }

    private static void AddTables(SettingLayer layer, TomlEntry section, ValueOrigin file, ValueOrigin origin)
    {
        if (section.Value is not TomlArray array || array.Items.Any(item => item is not TomlTable))
        {
            layer.Problems.Add(ConfigurationProblem.Error(
                origin, $"{section.Key} is an array of tables; write [[{section.Key}]] with two brackets, once for each"));
            return;
        }

        if (array.Items.Count > MaxTables)
        {
            layer.Problems.Add(ConfigurationProblem.Error(origin, $"there are {array.Items.Count} [[{section.Key}]] tables; give at most {MaxTables}"));
            return;
        }

        for (var i = 0; i < array.Items.Count; i++)
        {
            AddTable(layer, section.Key, string.Create(CultureInfo.InvariantCulture, $"{section.Key}.{i}"), (TomlTable)array.Items[i], file);
        }
    }

    private static void AddTable(SettingLayer layer, string section, string path, TomlTable table, ValueOrigin file)
    {
        layer.Set(new Setting(path, "", TomlKind.Table, file with { Position = table.Position }));
        foreach (var entry in table.Entries)
        {
            if (section == SensorKeys.Section && entry.Key == DeviceKeys.Name)
            {
                AddDevices(layer, path, entry, file);
            }
            else if (ConfigurationSchema.NamesIn(section).Contains(entry.Key))
            {
                // Lists and inline tables of the schema's own keys stay whole.
                Add(layer, $"{path}.{entry.Key}", entry, file);
            }
            else
            {
                AddDeep(layer, $"{path}.{entry.Key}", entry, file);
            }
        }
    }

    private static void AddDevices(SettingLayer layer, string path, TomlEntry devices, ValueOrigin file)
    {
        if (devices.Value is not TomlArray array || array.Items.Any(item => item is not TomlTable) || array.Items.Count > MaxTables)
        {
            var problem = ConfigurationProblem.Error(
                file with { Position = devices.Position },
                $"{DeviceKeys.Name} is an array of at most {MaxTables} tables; write [[{DeviceKeys.Section}]] below its [[{SensorKeys.Section}]] table, "
                + "once for each");
            layer.Problems.Add(problem with { SensorTable = int.Parse(path[(path.LastIndexOf('.') + 1)..], CultureInfo.InvariantCulture) });
            return;
        }

        for (var i = 0; i < array.Items.Count; i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}.{DeviceKeys.Name}.{i}");
            AddTable(layer, DeviceKeys.Section, place, (TomlTable)array.Items[i], file);
        }
    }

    /// <summary>An adapter's own settings may be tables and arrays: they are flattened, so that each leaf is a setting.</summary>
    private static void AddDeep(SettingLayer layer, string path, TomlEntry entry, ValueOrigin file)
    {
        if (entry.Value is TomlTable table)
        {
            foreach (var inner in table.Entries)
            {
                AddDeep(layer, $"{path}.{inner.Key}", inner, file);
            }
        }
        else if (entry.Value is TomlArray array)
        {
            for (var i = 0; i < array.Items.Count; i++)
            {
                var item = string.Create(CultureInfo.InvariantCulture, $"{path}.{i}");
                AddDeep(layer, item, entry with { Value = array.Items[i] }, file);
            }
        }
        else
        {
            Add(layer, path, entry, file);
        }
    }

    private static void Add(SettingLayer layer, string path, TomlEntry entry, ValueOrigin file) => layer.Set(Setting.FromToml(path, entry.Value, file));
}
