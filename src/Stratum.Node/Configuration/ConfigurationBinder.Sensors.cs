using System.Globalization;
using Stratum.Core;
using Stratum.Ingest;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <content>[[sensors]] and the tables of devices below them.</content>
internal sealed partial class ConfigurationBinder
{
    // Enough to see what is wrong in /status; `config check` has them all.
    private const int ReasonsMax = 5;

    // Keys of the table at hand that were written wrong: that they are missing needs no error of its own.
    private readonly HashSet<string> _meant = new(StringComparer.Ordinal);

    /// <summary>Binds every table and, for the node, has its adapter check it; the errors of one keep out that one only.</summary>
    private StratumOptions BindSensors(StratumOptions options, bool isForNode)
    {
        var tables = TablesOf(SensorKeys.Section);
        var sensors = new List<SensorOptions>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var settings in tables)
        {
            var table = sensors.Count;
            var before = problems.Count;
            var sensor = BindSensor(settings);
            AdvisePatterns(settings, sensor);
            numbers[sensor.Adapter] = numbers.GetValueOrDefault(sensor.Adapter) + 1;
            sensors.Add(sensor with { Number = numbers[sensor.Adapter] });
            for (var i = before; i < problems.Count; i++)
            {
                problems[i] = problems[i] with { SensorTable = table };
            }

            foreach (var problem in isForNode ? SensorChecks.Of(sensors[table]).Where(problem => !_meant.Contains(problem.Key)) : [])
            {
                Report(settings, table, problem);
            }
        }

        foreach (var (table, problem) in isForNode ? SensorChecks.Between(sensors) : [])
        {
            Report(tables[table], table, problem);
        }

        var wrong = problems.Where(problem => problem is { Severity: ProblemSeverity.Error, SensorTable: not null }).ToLookup(problem => problem.SensorTable);
        return options with
        {
            Sensors = [.. sensors.Where((_, table) => !wrong.Contains(table))],
            Misconfigured = [.. sensors.Select((sensor, table) => (sensor, table)).Where(one => wrong.Contains(one.table))
                .Select(one => new MisconfiguredTable(Named(one.sensor, one.table), ReasonOf([.. wrong[one.table]])))],
        };
    }

    private void AdvisePatterns(List<Setting> settings, SensorOptions sensor)
    {
        (string Key, string Pattern)[] patterns =
        [
            .. (sensor.Include ?? []).Select(pattern => ("include", pattern)),
            .. sensor.Exclude.Select(pattern => ("exclude", pattern)),
            .. sensor.Devices.Select((device, i) => (string.Create(CultureInfo.InvariantCulture, $"{DeviceKeys.Name}:{i}:match"), device.Match)),
        ];
        foreach (var (key, pattern) in patterns)
        {
            if (PatternAdvice.Of(pattern) is { } advice)
            {
                problems.Add(ConfigurationProblem.Warning(OriginOf(settings, key), $"{key.Replace(':', '.')} has {TomlLiteral.Of(pattern)}, which {advice}"));
            }
        }
    }

    // A table whose kind is not known has no name of its own.
    private static SensorOptions Named(SensorOptions sensor, int table) => sensor.Adapter.Length > 0 ? sensor : sensor with
    {
        Adapter = "unknown",
        Name = sensor.Name.Length > 0 ? sensor.Name : string.Create(CultureInfo.InvariantCulture, $"{SensorKeys.Section}.{table}"),
    };

    private static string ReasonOf(IReadOnlyList<ConfigurationProblem> errors) =>
        string.Join("; ", errors.Take(ReasonsMax).Select(error => $"{error.Origin}: {error.Message}"))
        + (errors.Count > ReasonsMax ? $"; and {errors.Count - ReasonsMax} more (stratum config check)" : "");

    private void Report(List<Setting> settings, int table, SettingProblem problem)
    {
        var severity = problem.IsWarning ? ProblemSeverity.Warning : ProblemSeverity.Error;
        problems.Add(new ConfigurationProblem(severity, OriginOf(settings, problem.Key), problem.Message) { SensorTable = table });
    }

    /// <summary>Where a key stands; for one that is missing the table or list entry that should have it.</summary>
    private static ValueOrigin OriginOf(List<Setting> settings, string key)
    {
        for (var path = PrefixOf(settings[0]) + key.Replace(':', '.'); path.Count(character => character == '.') > 1; path = path[..path.LastIndexOf('.')])
        {
            if (settings.Find(setting => setting.Path == path || setting.Path.StartsWith(path + ".", StringComparison.Ordinal)) is { } setting)
            {
                return setting.Origin;
            }
        }

        return settings[0].Origin;
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

        CheckPosition(table.Rules.Position, prefix, settings);
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

        CheckPosition(table.Rules.Position, prefix, settings);
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
        _meant.Clear();
        foreach (var setting in others)
        {
            var name = setting.Path[prefix.Length..];
            var first = name.Split('.', 2)[0];
            if (adapter.Length > 0 && !known.Contains(first))
            {
                _meant.Add(UnknownName.Nearest(first, known) ?? first);
                problems.Add(ConfigurationProblem.Error(setting.Origin, $"{WhyUnknownSetting(first, known)} (adapter \"{adapter}\")"));
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

    private static string WhyUnknownSetting(string name, IReadOnlyList<string> known)
    {
        var others = AdapterSetting.All.Where(setting => setting.Name == name).SelectMany(setting => setting.Adapters).ToList();
        return others.Count > 0
            ? $"unknown key `{name}` in this [[sensors]] table; it belongs to adapter {string.Join(" or ", others.Select(kind => $"\"{kind}\""))}"
            : UnknownName.OfKey(SensorKeys.Section, name, ConfigurationSchema.NamesIn(SensorKeys.Section).Concat(known));
    }
}
