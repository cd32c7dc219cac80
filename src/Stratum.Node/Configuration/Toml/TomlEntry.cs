namespace Stratum.Node.Configuration.Toml;

/// <summary>A key of a table with its value.</summary>
/// <param name="Key">The key, unquoted.</param>
/// <param name="Position">Where the key stands first.</param>
/// <param name="Value">The value.</param>
internal sealed record TomlEntry(string Key, TomlPosition Position, TomlNode Value);
