using System.Buffers;
using System.Net;
using System.Text.Json;
using Stratum.Node.Configuration;

namespace Stratum.Node.Tests.Configuration;

public sealed class ConfigurationPrecedenceTests
{
    private const string Toml = "[network]\napi_listen = \"127.0.0.1:1\"\n[node]\nstorage_path = \"data\"\n";

    [Fact]
    public void Load_EnvironmentOverFile_OlderPrefixLoses()
    {
        using var folder = new ConfigurationFolder(Toml);

        Assert.Equal(1, folder.Load().Options!.Network.ApiListen.Port);
        Assert.Equal(2, folder.Load(("TPT__NETWORK__API_LISTEN", "127.0.0.1:2")).Options!.Network.ApiListen.Port);
        var both = folder.Load(("TPT__NETWORK__API_LISTEN", "127.0.0.1:2"), ("STRATUM__NETWORK__API_LISTEN", "127.0.0.1:3"));
        Assert.Equal(3, both.Options!.Network.ApiListen.Port);
    }

    [Fact]
    public void Load_FlagOverEnvironment_AndPathsCountFromTheirFolder()
    {
        using var folder = new ConfigurationFolder(Toml);
        var request = folder.Request(("STRATUM__NODE__STORAGE_PATH", "other")) with
        {
            CurrentFolder = Path.Combine(folder.Folder, "sub"),
            ConfigPath = "../stratum.toml",
        };

        Assert.Equal(Path.Combine(folder.Folder, "data"), folder.Load().Options!.Node.StoragePath);
        Assert.Equal(Path.Combine(folder.Folder, "sub", "other"), ConfigurationLoader.Load(request).Options!.Node.StoragePath);
        var flagged = request with
        {
            Flags = new Dictionary<string, string> { ["node.storage_path"] = "/flag" },
            FlagNames = new Dictionary<string, string> { ["node.storage_path"] = "--data-dir" },
        };
        Assert.Equal("/flag", ConfigurationLoader.Load(flagged).Options!.Node.StoragePath);
        Assert.Equal("flag --data-dir", ConfigurationLoader.Load(flagged).Values.Single(value => value.Path == "node.storage_path").Origin.ToString());
    }

    [Fact]
    public void Load_ListOfTheEnvironment_ReplacesTheWholeListInBothForms()
    {
        using var folder = new ConfigurationFolder("[ingest]\nopen_networks = [\"10.0.0.0/8\", \"127.0.0.0/8\", \"::1/128\"]\n");

        const string name = "STRATUM__INGEST__OPEN_NETWORKS";
        var comma = folder.Load((name, "192.168.0.0/16, 127.0.0.0/8")).Options!.Ingest.OpenNetworks;
        var numbered = folder.Load((name + "__1", "127.0.0.0/8"), (name + "__0", "192.168.0.0/16")).Options!.Ingest.OpenNetworks;

        Assert.Equal([IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("127.0.0.0/8")], comma);
        Assert.Equal(comma, numbered);
        Assert.Empty(folder.Load(("STRATUM__INGEST__OPEN_NETWORKS", "")).Options!.Ingest.OpenNetworks);
    }

    [Theory]
    [InlineData("STRATUM__NETWORK__API_LISEN", "did you mean `api_listen`?", true)]
    [InlineData("TPT__NETWORK__API_LISEN", "did you mean `api_listen`?", false)]
    [InlineData("STRATUM__INGEST__OPEN_NETWORKS__1", "without a gap; found 1", true)]
    [InlineData("STRATUM__SENSORS__PASSWORD", "names no key of a [[sensors]] table", true)]
    [InlineData("STRATUM__SENSORS__1__ADAPTER", "without a gap; found 1", true)]
    [InlineData("STRATUM__FOO", "unknown table or key `foo`", true)]
    public void Load_WrongVariable_IsAProblemWithItsName(string name, string message, bool isError)
    {
        using var folder = new ConfigurationFolder("");

        var loaded = folder.Load((name, "http_json"));

        var problem = Assert.Single(loaded.Problems);
        Assert.Equal(isError, loaded.HasErrors);
        Assert.StartsWith($"environment {name}: ", problem.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_VariableOfASensor_CompletesItsTableAndIsMasked()
    {
        using var folder = new ConfigurationFolder("[[sensors]]\nadapter = \"mqtt\"\nurl = \"mqtt://me:hidden@host:1883\"\n");

        var loaded = folder.Load(("STRATUM__SENSORS__0__PASSWORD", "secret"));

        Assert.Equal("secret", Assert.Single(loaded.Options!.Sensors).Settings["password"]);
        using var text = new StringWriter();
        OriginReport.WriteText(loaded, text);
        Assert.Contains("sensors.0.password = \"***\"  # environment STRATUM__SENSORS__0__PASSWORD", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("sensors.0.url = \"mqtt://me:***@host:1883\"  # stratum.toml:3:7", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Show_EveryKey_HasItsValueAndOrigin()
    {
        using var folder = new ConfigurationFolder(Toml);
        var output = new ArrayBufferWriter<byte>();

        OriginReport.WriteJson(folder.Load(), output);

        using var json = JsonDocument.Parse(output.WrittenMemory);
        var values = json.RootElement.GetProperty("values").EnumerateArray().ToDictionary(value => value.GetProperty("key").GetString()!);
        Assert.All(ConfigurationSchema.Keys, key => Assert.Contains(key.Path, values.Keys));
        Assert.Equal("stratum.toml:2:14", values["network.api_listen"].GetProperty("origin").GetString());
        Assert.Equal(2, values["network.api_listen"].GetProperty("line").GetInt32());
        Assert.Equal("default", values["network.ingest_listen"].GetProperty("source").GetString());
        Assert.Equal("\"0.0.0.0:8081\"", values["network.ingest_listen"].GetProperty("value").GetString());
        Assert.Equal(JsonValueKind.Null, values["node.latitude"].GetProperty("value").ValueKind);
    }

    [Fact]
    public void Merged_Values_AreAConfiguration()
    {
        using var folder = new ConfigurationFolder(Toml);

        Assert.Equal("127.0.0.1:9", folder.Load(("STRATUM__NETWORK__API_LISTEN", "127.0.0.1:9")).Merged["network:api_listen"]);
    }

    [Theory]
    [InlineData("host:1", true)]
    [InlineData("[::1]:9001", true)]
    [InlineData("127.0.0.1:65535", true)]
    [InlineData("host:1?sync=full", true)]
    [InlineData("[::1]:9001?sync=latest", true)]
    [InlineData("host:1?sync=87600h", true)]
    [InlineData("host:1?sync=87601h", false)]
    [InlineData("host:1?sync=0h", false)]
    [InlineData("host:1?sync=-1h", false)]
    [InlineData("host:1?sync=48", false)]
    [InlineData("host:1?sync=", false)]
    [InlineData("host:1?sinc=full", false)]
    [InlineData("host", false)]
    [InlineData("host:0", false)]
    [InlineData("host:65536", false)]
    [InlineData("::1:9001", false)]
    [InlineData("[host]:1", false)]
    [InlineData("short@host:1", false)]
    [InlineData("a b:1", false)]
    public void Peer_Text_IsParsedOrRefused(string text, bool isPeer)
    {
        Assert.Equal(isPeer, PeerAddress.TryParse(text, out var peer));
        Assert.Equal(isPeer ? text : null, peer?.ToString());
    }

    [Theory]
    [InlineData("127.0.0.1:0", true)]
    [InlineData("[::]:80", true)]
    [InlineData("127.1:80", false)]
    [InlineData("localhost:80", false)]
    [InlineData(":80", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1:80", false)]
    [InlineData("127.0.0.1:+80", false)]
    public void Listen_Text_IsParsedOrRefused(string text, bool isAddress)
    {
        var setting = new Setting("network.api_listen", text, null, new ValueOrigin(OriginKind.Flag, "x", null, "/"));

        Assert.Equal(isAddress, SettingTypes.Listen.TryRead(setting, out _));
    }
}
