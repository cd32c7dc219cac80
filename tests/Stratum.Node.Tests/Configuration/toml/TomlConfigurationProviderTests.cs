using Microsoft.Extensions.Configuration;
using Stratum.Node.Configuration;

namespace Stratum.Node.Tests.Configuration.Toml;

public sealed class TomlConfigurationProviderTests
{
    [Fact]
    public void Build_Document_IsFlattened()
    {
        var toml = "[network]\ninitial_peers = ['a:1', 'b:2']\n[[sensors]]\nadapter = 'mqtt'\n[[sensors]]\nadapter = 'davis'\n"u8.ToArray();

        var configuration = new ConfigurationBuilder().Add(new TomlConfigurationSource(toml)).Build();

        Assert.Equal("b:2", configuration["network:initial_peers:1"]);
        Assert.Equal("davis", configuration["sensors:1:adapter"]);
    }
}
