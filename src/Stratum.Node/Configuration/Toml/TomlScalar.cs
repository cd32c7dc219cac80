namespace Stratum.Node.Configuration.Toml;

/// <summary>A string, number, boolean, date or time.</summary>
internal sealed class TomlScalar(TomlKind kind, TomlPosition position, string text) : TomlNode(kind, position)
{
    /// <summary>
    /// The value as text that does not depend on how it was written: the string itself, decimal integers, shortest floats that read back
    /// ("inf", "nan"), true or false, RFC 3339 dates and times with 'T' and 'Z'.
    /// </summary>
    public string Text { get; } = text;
}
