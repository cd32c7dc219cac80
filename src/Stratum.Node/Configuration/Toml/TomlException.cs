namespace Stratum.Node.Configuration.Toml;

/// <summary>The text is not TOML 1.0. The message says what stands there and what belongs there.</summary>
internal sealed class TomlException(TomlPosition position, string problem) : Exception($"line {position.Line}, column {position.Column}: {problem}")
{
    /// <summary>Where the first wrong character is.</summary>
    public TomlPosition Position { get; } = position;

    /// <summary>The message without the place.</summary>
    public string Problem { get; } = problem;
}
