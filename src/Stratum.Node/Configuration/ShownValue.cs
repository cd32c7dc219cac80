namespace Stratum.Node.Configuration;

/// <summary>A line of `config show`.</summary>
/// <param name="Path">The key's path, "sensors.0.url".</param>
/// <param name="Literal">The value as a TOML literal; empty when unset; secrets are masked.</param>
/// <param name="Origin">Where it comes from.</param>
internal sealed record ShownValue(string Path, string Literal, ValueOrigin Origin);
