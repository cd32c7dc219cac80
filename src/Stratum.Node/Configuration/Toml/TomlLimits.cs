namespace Stratum.Node.Configuration.Toml;

/// <summary>What a TOML text may cost.</summary>
internal sealed record TomlLimits
{
    /// <summary>Most bytes of a text. 1 MiB: a configuration of 256 sensors is below 100 KiB, so a longer file is not a configuration.</summary>
    public int MaxBytes { get; init; } = 1 << 20;

    /// <summary>Deepest nesting of tables and arrays. 64: the reader is recursive, and no configuration key lies deeper than 4.</summary>
    public int MaxDepth { get; init; } = 64;
}
