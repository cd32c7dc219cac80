namespace Stratum.Node.Configuration;

/// <summary>Every key that there is. Binding, validation, `config show`, docs/CONFIGURATION.md and stratum.example.toml all come from here.</summary>
internal static class ConfigurationSchema
{
    /// <summary>Keys of plain tables, in the order of the documentation.</summary>
    public static IReadOnlyList<BoundKey<StratumOptions>> Keys { get; } =
        [.. NodeKeys.All, .. NetworkKeys.All, .. ServiceKeys.All, .. MqttOutKeys.All, .. StoreKeys.All, .. JudgementKeys.All];

    /// <summary>Keys of plain tables and of arrays of tables.</summary>
    public static IReadOnlyList<ConfigurationKey> All { get; } = [.. Keys, .. SensorKeys.All, .. DeviceKeys.All, .. InterestKeys.All];

    /// <summary>Names of plain tables.</summary>
    public static IReadOnlyList<string> Sections { get; } = [.. Keys.Select(key => key.Section).Distinct()];

    /// <summary>Names of arrays of tables.</summary>
    public static IReadOnlyList<string> TableArrays { get; } = [SensorKeys.Section, InterestKeys.Section];

    /// <summary>Whether a section is written with two brackets.</summary>
    public static bool IsTableArray(string section) => TableArrays.Contains(section) || section == DeviceKeys.Section;

    private static readonly Dictionary<string, BoundKey<StratumOptions>> ByPath = Keys.ToDictionary(key => key.Path, StringComparer.Ordinal);

    /// <summary>The key of a plain table, or null.</summary>
    public static BoundKey<StratumOptions>? Find(string path) => ByPath.GetValueOrDefault(path);

    /// <summary>Whether a table (plain or array) of that name exists.</summary>
    public static bool IsSection(string name) => Sections.Contains(name) || TableArrays.Contains(name);

    /// <summary>Names of the keys of a table.</summary>
    public static IEnumerable<string> NamesIn(string section) => All.Where(key => key.Section == section).Select(key => key.Name);
}
