namespace Stratum.Node.Configuration;

/// <summary>The settings of one source, in its own order, and what was wrong with its form.</summary>
internal sealed class SettingLayer
{
    private readonly Dictionary<string, Setting> _byPath = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Every setting in the order of the source.</summary>
    public IEnumerable<Setting> Settings => _order.Select(path => _byPath[path]);

    /// <summary>Problems that do not belong to one value.</summary>
    public List<ConfigurationProblem> Problems { get; } = [];

    /// <summary>Finds a setting.</summary>
    public Setting? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>Adds a setting or replaces the one of the same path.</summary>
    public void Set(Setting setting)
    {
        if (_byPath.TryAdd(setting.Path, setting))
        {
            _order.Add(setting.Path);
            return;
        }

        _byPath[setting.Path] = setting;
    }
}
