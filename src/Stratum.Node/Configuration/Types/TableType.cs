namespace Stratum.Node.Configuration;

/// <summary>An inline table of one type, by names that a rule accepts; in the environment and in flags <c>name=value,name=value</c>.</summary>
internal sealed class TableType<T>(string names, Func<string, bool> accepts, SettingType<T> element) : SettingType<IReadOnlyDictionary<string, T>>
{
    // As many as there are quantities, and some.
    private const int MaxItems = 256;

    /// <inheritdoc/>
    public override string Name => $"table of {element.Name}";

    /// <inheritdoc/>
    public override string Range => $"{names} = {element.Range}";

    /// <inheritdoc/>
    public override bool TryRead(Setting setting, out IReadOnlyDictionary<string, T> value)
    {
        var table = new SortedDictionary<string, T>(StringComparer.Ordinal);
        value = table;
        var entries = setting.Entries ?? (setting.IsUntyped ? Split(setting) : null);
        if (entries is null || entries.Count > MaxItems)
        {
            return false;
        }

        foreach (var (name, entry) in entries)
        {
            if (!accepts(name) || !element.TryRead(entry, out var parsed) || !table.TryAdd(name, parsed))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override string Format(IReadOnlyDictionary<string, T> value) => value.Count == 0
        ? ""
        : $"{{ {string.Join(", ", value.Select(pair => $"{pair.Key} = {element.Format(pair.Value)}"))} }}";

    private static List<KeyValuePair<string, Setting>> Split(Setting setting)
    {
        var entries = new List<KeyValuePair<string, Setting>>();
        foreach (var pair in setting.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, text) = equals < 0 ? ("", pair) : (pair[..equals].Trim(), pair[(equals + 1)..].Trim());
            entries.Add(new(name, setting with { Text = text }));
        }

        return entries;
    }
}
