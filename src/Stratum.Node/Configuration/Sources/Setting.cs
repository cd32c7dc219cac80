using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Configuration;

/// <summary>One value as a source gives it, before it is understood.</summary>
/// <param name="Path">"network.api_listen", "sensors.0.adapter".</param>
/// <param name="Text">The value as text; for arrays the elements, comma-separated.</param>
/// <param name="Kind">The TOML kind, or null for text from the environment or a flag.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record Setting(string Path, string Text, TomlKind? Kind, ValueOrigin Origin)
{
    /// <summary>The elements of an array; null when it is none.</summary>
    public IReadOnlyList<Setting>? Items { get; init; }

    /// <summary>The entries of an inline table whose key takes one; null when it is none.</summary>
    public IReadOnlyList<KeyValuePair<string, Setting>>? Entries { get; init; }

    /// <summary>Whether the text is what a person typed without a type: environment and flags.</summary>
    public bool IsUntyped => Kind is null;

    /// <summary>A setting from the tree of a TOML document.</summary>
    public static Setting FromToml(string path, TomlNode node, ValueOrigin fileOrigin)
    {
        var origin = fileOrigin with { Position = node.Position };
        return node switch
        {
            TomlScalar scalar => new Setting(path, scalar.Text, scalar.Kind, origin),
            TomlArray array => FromItems(path, [.. array.Items.Select(item => FromToml(path, item, fileOrigin))], origin),
            TomlTable table => new Setting(path, "", node.Kind, origin)
            {
                Entries = [.. table.Entries.Select(entry => KeyValuePair.Create(entry.Key, FromToml($"{path}.{entry.Key}", entry.Value, fileOrigin)))],
            },
            _ => new Setting(path, "", node.Kind, origin),
        };
    }

    /// <summary>A list from its elements.</summary>
    public static Setting FromItems(string path, IReadOnlyList<Setting> items, ValueOrigin origin) =>
        new(path, string.Join(',', items.Select(item => item.Text)), TomlKind.Array, origin) { Items = items };
}
