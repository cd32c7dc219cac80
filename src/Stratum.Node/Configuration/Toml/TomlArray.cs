namespace Stratum.Node.Configuration.Toml;

/// <summary>An array. One that was written as a value can never be added to; one made of [[headers]] grows with each header.</summary>
internal sealed class TomlArray(TomlPosition position, int depth, bool isOfHeaders) : TomlNode(TomlKind.Array, position)
{
    private readonly List<TomlNode> _items = [];

    /// <summary>The elements in their order.</summary>
    public IReadOnlyList<TomlNode> Items => _items;

    /// <summary>How many tables and arrays this one is inside of.</summary>
    public int Depth { get; } = depth;

    /// <summary>Whether it is made of [[headers]].</summary>
    public bool IsOfHeaders { get; } = isOfHeaders;

    internal void Add(TomlNode item) => _items.Add(item);
}
