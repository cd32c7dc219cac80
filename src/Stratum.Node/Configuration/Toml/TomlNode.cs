namespace Stratum.Node.Configuration.Toml;

/// <summary>A value of a TOML document and where it stands.</summary>
internal abstract class TomlNode(TomlKind kind, TomlPosition position)
{
    /// <summary>What the value is.</summary>
    public TomlKind Kind { get; } = kind;

    /// <summary>The value's first character.</summary>
    public TomlPosition Position { get; } = position;
}
