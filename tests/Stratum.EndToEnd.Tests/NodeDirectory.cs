namespace Stratum.EndToEnd.Tests;

/// <summary>A node's directory with a configuration whose ports the system chooses.</summary>
internal sealed class NodeDirectory : IDisposable
{
    public NodeDirectory(string extra = "", string network = "")
    {
        Root = Directory.CreateTempSubdirectory("stratum-e2e-").FullName;
        WriteConfiguration(extra, network);
    }

    public string Root { get; }

    public string Configuration => Path.Combine(Root, "stratum.toml");

    public string Key => Path.Combine(Root, "node.key");

    public void WriteConfiguration(string extra, string network = "") => File.WriteAllText(
        Configuration,
        $"""
        [node]
        keypair_path = "node.key"
        storage_path = "store"

        [network]
        api_listen = "127.0.0.1:0"
        ingest_listen = "127.0.0.1:0"
        mesh_listen = "127.0.0.1:0"
        heartbeat_listen = "127.0.0.1:0"
        {network}

        {extra}
        """);

    public async Task InitAsync()
    {
        var (exitCode, output, error) = await StratumProgram.RunAsync(null, "init", "--config", Configuration);
        Assert.True(exitCode == 0, $"init ended with {exitCode}: {output}{error}");
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
