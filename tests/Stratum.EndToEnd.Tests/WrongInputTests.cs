using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Stratum.EndToEnd.Tests;

/// <summary>Wrong input of every kind: one clear line and the right exit code, or the right status and a process that goes on.</summary>
public sealed class WrongInputTests
{
    [Fact]
    public async Task Start_BrokenToml_NamesLineAndEndsWith2()
    {
        using var directory = new NodeDirectory();
        await File.WriteAllTextAsync(directory.Configuration, "[node]\nname = \"unfinished\n");

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "start", "--config", directory.Configuration);

        Assert.Equal(2, exitCode);
        Assert.Contains("stratum.toml:2:", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UnknownKey_SuggestsAndEndsWith2()
    {
        using var directory = new NodeDirectory("[db_limits]\nmax_age_dayz = 3\n");

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "start", "--config", directory.Configuration);

        Assert.Equal(2, exitCode);
        Assert.Contains("max_age_dayz", error, StringComparison.Ordinal);
        Assert.Contains("max_age_days", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SeveralErrors_ReportsAllAtOnce()
    {
        using var directory = new NodeDirectory("[db_limits]\nmax_age_days = -1\n[validation]\nspatial_weight = -0.5\n");

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "start", "--config", directory.Configuration);

        Assert.Equal(2, exitCode);
        Assert.Contains("max_age_days", error, StringComparison.Ordinal);
        Assert.Contains("spatial_weight", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutKey_SaysRunInit()
    {
        using var directory = new NodeDirectory();

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "start", "--config", directory.Configuration);

        Assert.Equal(2, exitCode);
        Assert.Contains("stratum init", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_KeyReadableByAll_RefusesAndSaysChmod()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        File.SetUnixFileMode(directory.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "start", "--config", directory.Configuration);

        Assert.Equal(2, exitCode);
        Assert.Contains("chmod 600", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_WhereKeyExists_NeverOverwrites()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        var key = await File.ReadAllTextAsync(directory.Key);

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "init", "--config", directory.Configuration);

        Assert.Equal(2, exitCode);
        Assert.Contains("never overwritten", error, StringComparison.Ordinal);
        Assert.Equal(key, await File.ReadAllTextAsync(directory.Key));
    }

    [Fact]
    public async Task Start_TakenPort_NamesTheAddress()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await File.WriteAllTextAsync(
            directory.Configuration,
            (await File.ReadAllTextAsync(directory.Configuration)).Replace(
                "api_listen = \"127.0.0.1:0\"", $"api_listen = \"127.0.0.1:{port}\"", StringComparison.Ordinal));

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "start", "--config", directory.Configuration);

        Assert.Equal(2, exitCode);
        Assert.Contains($"127.0.0.1:{port}", error, StringComparison.Ordinal);
        Assert.Contains("api_listen", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DataDirectoryThatCannotBe_EndsWith2()
    {
        // A file stands where the directory should be: unwritable for root, too.
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        var inTheWay = Path.Combine(directory.Root, "file");
        await File.WriteAllTextAsync(inTheWay, "");

        var (exitCode, _, error) = await StratumProgram.RunAsync(
            null, "start", "--config", directory.Configuration, "--data-dir", Path.Combine(inTheWay, "store"));

        Assert.Equal(2, exitCode);
        Assert.Contains(inTheWay, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SecondProcessOnOneDirectory_IsRefused()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        await using var first = await RunningNode.StartAsync(directory);

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "start", "--config", directory.Configuration);

        Assert.Equal(2, exitCode);
        Assert.Contains("another process", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandLine_UnknownOption_EndsWith2()
    {
        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "start", "--no-such-option");

        Assert.Equal(2, exitCode);
        Assert.Contains("--no-such-option", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_NodeNotRunning_EndsWith3()
    {
        using var directory = new NodeDirectory();
        await File.WriteAllTextAsync(directory.Configuration, "[network]\napi_listen = \"127.0.0.1:1\"\n");

        var (exitCode, _, error) = await StratumProgram.RunAsync(null, "status", "--config", directory.Configuration);

        Assert.Equal(3, exitCode);
        Assert.Contains("127.0.0.1:1", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, "")]
    [InlineData("""{"device_id":"a","reading_type":"temperature","value":NaN}""", HttpStatusCode.UnprocessableEntity, "\"value\"")]
    [InlineData("""{"device_id":"a","reading_type":"temperature","value":1,"latitude":91,"longitude":0}""", HttpStatusCode.UnprocessableEntity, "\"latitude\"")]
    [InlineData("""{"device_id":"a","reading_type":"temperature","value":1,"signing_payload_version":2}""", HttpStatusCode.UnprocessableEntity,
        "\"signing_payload_version\"")]
    [InlineData("""{"device_id":"a","reading_type":"temperature","value":1,"colour":"red"}""", HttpStatusCode.UnprocessableEntity, "\"colour\"")]
    public async Task Ingest_WrongBody_IsRefusedAndTheNodeGoesOn(string body, HttpStatusCode expected, string field)
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);

        using var answer = await node.PostAsync(body);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains(field, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("""{"status":"ok"}""", await node.GetAsync("/health"));
    }

    [Fact]
    public async Task Ingest_TenMegabytes_Answers413()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);

        using var answer = await node.PostAsync("[" + new string(' ', 10_000_000) + "]");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("""{"status":"ok"}""", await node.GetAsync("/health"));
    }

    [Fact]
    public async Task Ingest_OutsideOpenNetworksWithoutToken_Answers401()
    {
        using var directory = new NodeDirectory("[ingest]\nopen_networks = []\n");
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);

        using var refused = await node.PostAsync("""{"device_id":"a","reading_type":"temperature","value":1}""");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        var (exitCode, output, error) = await StratumProgram.RunAsync(null, "token", "create", "roof", "--device", "a", "--config", directory.Configuration);
        Assert.True(exitCode == 0, error);
        var token = output.Split('\n').Single(line => line.StartsWith("token: ", StringComparison.Ordinal))["token: ".Length..].Trim();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Ingest, "/ingest"))
        {
            Content = new StringContent("""{"device_id":"a","reading_type":"temperature","value":1}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);
        using var accepted = await node.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
    }

    [Fact]
    public async Task Ingest_ForgedHostHeader_NeverReachesTheOtherListener()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);

        using var toApi = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Api, "/ingest"))
        {
            Content = new StringContent("""{"device_id":"a","reading_type":"temperature","value":1}""", Encoding.UTF8, "application/json"),
        };
        toApi.Headers.Host = node.Ingest.Authority;
        using var posted = await node.Client.SendAsync(toApi);
        using var toIngest = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Ingest, "/series"));
        toIngest.Headers.Host = node.Api.Authority;
        using var read = await node.Client.SendAsync(toIngest);

        Assert.Contains(posted.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed });
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
    }
}
