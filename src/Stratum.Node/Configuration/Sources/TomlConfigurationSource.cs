using Microsoft.Extensions.Configuration;

namespace Stratum.Node.Configuration;

/// <summary>A TOML document as a source of Microsoft.Extensions.Configuration.</summary>
internal sealed class TomlConfigurationSource(ReadOnlyMemory<byte> utf8) : IConfigurationSource
{
    /// <summary>The document's bytes.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; } = utf8;

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new TomlConfigurationProvider(this);
}
