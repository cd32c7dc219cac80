using System.Diagnostics.CodeAnalysis;

namespace Stratum.Node.Configuration.Toml;

/// <summary>A table: its keys in the order of the text.</summary>
internal sealed class TomlTable(TomlPosition position, int depth, TomlTableForm form) : TomlNode(TomlKind.Table, position)
{
    private readonly Dictionary<string, TomlEntry> _byKey = new(StringComparer.Ordinal);
    private readonly List<TomlEntry> _entries = [];

    /// <summary>Keys and values in the order in which they came.</summary>
    public IReadOnlyList<TomlEntry> Entries => _entries;

    /// <summary>How many tables and arrays this one is inside of.</summary>
    public int Depth { get; } = depth;

    /// <summary>How it came to be.</summary>
    public TomlTableForm Form { get; internal set; } = form;

    /// <summary>Finds a key.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out TomlEntry? entry) => _byKey.TryGetValue(key, out entry);

    internal void Add(TomlEntry entry)
    {
        _byKey.Add(entry.Key, entry);
        _entries.Add(entry);
    }
}
