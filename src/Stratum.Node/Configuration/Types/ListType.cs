namespace Stratum.Node.Configuration;

/// <summary>A list of one type; in the environment and in flags its elements are comma-separated.</summary>
internal sealed class ListType<T>(SettingType<T> element) : SettingType<IReadOnlyList<T>>
{
    // No list here grows with the data; a thousand peers or networks is a mistake.
    private const int MaxItems = 1000;

    /// <inheritdoc/>
    public override string Name => $"list of {element.Name}";

    /// <inheritdoc/>
    public override string Range => $"at most {MaxItems} of: {element.Range}";

    /// <inheritdoc/>
    public override bool TryRead(Setting setting, out IReadOnlyList<T> value)
    {
        var items = setting.Items ?? (setting.IsUntyped ? Split(setting) : null);
        var list = new List<T>();
        value = list;
        if (items is null || items.Count > MaxItems)
        {
            return false;
        }

        foreach (var item in items)
        {
            if (!element.TryRead(item, out var parsed))
            {
                return false;
            }

            list.Add(parsed);
        }

        return true;
    }

    /// <inheritdoc/>
    public override string Format(IReadOnlyList<T> value) => TomlLiteral.OfList(value.Select(element.Format));

    private static Setting[] Split(Setting setting) =>
        [.. setting.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => setting with { Text = text })];
}
