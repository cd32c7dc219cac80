using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <summary>Lays the sources over each other, checks every value and makes the options.</summary>
internal sealed partial class ConfigurationBinder(
    string configFolder, List<ConfigurationProblem> problems)
{
    // A value in a message is cut there: long enough for any address or path that fits a line.
    private const int MaxShownCharacters = 120;

    private readonly Dictionary<string, Setting> _merged = new(StringComparer.Ordinal);
    private readonly List<ShownValue> _shown = [];

    /// <summary>Every value with its origin, in the order of the schema.</summary>
    public IReadOnlyList<ShownValue> Shown => _shown;

    /// <summary>The merged values by configuration path.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Merged()
    {
        foreach (var setting in _merged.Values.Where(setting => setting.Kind != TomlKind.Table || setting.Entries is not null))
        {
            var path = setting.Path.Replace('.', ':');
            foreach (var (name, entry) in setting.Entries ?? [])
            {
                yield return new($"{path}:{name}", entry.Text);
            }

            if (setting.Entries is not null)
            {
                continue;
            }

            if (setting.Items is null)
            {
                yield return new(path, setting.Text);
                continue;
            }

            for (var i = 0; i < setting.Items.Count; i++)
            {
                yield return new($"{path}:{i}", setting.Items[i].Text);
            }
        }
    }

    /// <summary>Lays a source over the earlier ones.</summary>
    public void Add(SettingLayer layer, ProblemSeverity unknownNames)
    {
        problems.AddRange(layer.Problems);
        foreach (var setting in layer.Settings)
        {
            if (WhyUnknown(setting.Path) is { } reason)
            {
                problems.Add(new ConfigurationProblem(unknownNames, setting.Origin, reason));
                continue;
            }

            _merged[setting.Path] = setting;
        }
    }

    /// <summary>Makes the options out of what was added; what is wrong keeps its default and is a problem.</summary>
    public StratumOptions Bind(bool isForNode = false)
    {
        var options = new StratumOptions();
        foreach (var key in ConfigurationSchema.Keys)
        {
            var setting = _merged.GetValueOrDefault(key.Path) ?? DefaultOf(key);
            BindKey(key, setting, ref options);
        }

        options = BindSensors(options with { Interests = BindInterests() }, isForNode);
        problems.AddRange(CrossChecks.Of(options, isForNode, path => _merged.GetValueOrDefault(path)?.Origin));
        return options;
    }

    private static string? WhyUnknown(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var (section, rest) = dot < 0 ? (path, "") : (path[..dot], path[(dot + 1)..]);
        if (ConfigurationSchema.TableArrays.Contains(section))
        {
            return null;
        }

        return ConfigurationSchema.Find(path) is not null ? null
            : ConfigurationSchema.Sections.Contains(section) && rest.Length > 0 ? UnknownName.OfKey(section, rest, ConfigurationSchema.NamesIn(section))
            : UnknownName.OfRoot(section);
    }

    private Setting? DefaultOf(ConfigurationKey key)
    {
        const string empty = "\"\"";
        return key is { IsPath: true, Default: not empty }
            ? new Setting(key.Path, key.Default.Trim('"'), TomlKind.String, new ValueOrigin(OriginKind.Default, "", null, configFolder))
            : null;
    }

    private void BindKey<TTarget>(BoundKey<TTarget> key, Setting? setting, ref TTarget target)
    {
        if (setting is null)
        {
            _shown.Add(new ShownValue(key.Path, key.Default, DefaultOrigin));
            return;
        }

        if (key.TryBind(setting, ref target) && key.TryNormalise(setting, out var literal))
        {
            _shown.Add(new ShownValue(setting.Path, literal, setting.Origin));
            var isDefault = literal == key.Default || TomlLiteral.Of(setting.Text) == key.Default;
            if (key.ComesWith is { } feature && setting.Origin.Kind != OriginKind.Default && !isDefault)
            {
                problems.Add(ConfigurationProblem.Warning(setting.Origin, $"{setting.Path} has no effect yet in this version (comes with {feature})"));
            }

            return;
        }

        problems.Add(ConfigurationProblem.Error(setting.Origin, $"{setting.Path} is {Describe(setting)}; give {key.Range}"));
    }

    private static ValueOrigin DefaultOrigin { get; } = new(OriginKind.Default, "", null, "");

    private static string Describe(Setting setting)
    {
        var name = setting.Path[(setting.Path.LastIndexOf('.') + 1)..];
        var text = Secrets.Mask(name, setting.Text);
        text = text.Length > MaxShownCharacters ? text[..MaxShownCharacters] + "..." : text;
        return setting.Kind switch
        {
            TomlKind.Table => "a table",
            TomlKind.Array => $"the list [{text}]",
            TomlKind.String or null => TomlLiteral.Of(text),
            _ => text,
        };
    }
}
