namespace Stratum.Node.Configuration.Toml;

/// <summary>Syntax check of any TOML file, for <c>stratum config check --syntax</c>.</summary>
internal static class TomlSyntax
{
    /// <summary>Returns the first error, or null when the text is TOML 1.0.</summary>
    public static TomlException? Check(ReadOnlySpan<byte> utf8)
    {
        try
        {
            TomlReader.Read(utf8);
            return null;
        }
        catch (TomlException error)
        {
            return error;
        }
    }
}
