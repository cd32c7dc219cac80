namespace Stratum.Node.Configuration.Toml;

/// <summary>A place in a TOML text.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters (Unicode scalar values), from 1.</param>
internal readonly record struct TomlPosition(int Line, int Column)
{
    /// <summary>As compilers write it: "12:8".</summary>
    public override string ToString() => $"{Line}:{Column}";
}
