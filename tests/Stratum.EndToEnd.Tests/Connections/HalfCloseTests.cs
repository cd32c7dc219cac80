using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary>
/// Clients that close their sending side when they have sent a request: sketches that stop after print (esp8266/Arduino issues 342 and 2569), nc -N, socat.
/// </summary>
public sealed class HalfCloseTests
{
    private static readonly string[] QueryPaths =
    [
        "/health", "/health/ready", "/now?lat=1&lng=1", "/series?device_id=half", "/stations", "/status", "/peers", "/metrics", "/export", "/openapi.json", "/",
        "/nothing-here",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WholeRequest_ThenEndOfSending_IsStoredAndAnsweredEveryTime(bool isTls)
    {
        using var directory = new NodeDirectory(isTls ? "[api]\n" + TlsFiles.Keys : "");
        TlsFiles.Write(directory);
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        var posted = 0;
        for (var i = 0; i < 20; i++)
        {
            Assert.Contains("\"accepted\":1", await AskAsync(node.Ingest, isTls, Post(Body(posted++)), pauseMs: 0), StringComparison.Ordinal);
            Assert.Contains("\"accepted\":1", await AskAsync(node.Ingest, isTls, Post(Body(posted++)), pauseMs: i), StringComparison.Ordinal);
            Assert.Contains("\"accepted\":1", await AskAsync(node.Ingest, isTls, Chunked(Body(posted++)), pauseMs: 0), StringComparison.Ordinal);
            var upload = $"GET /wu?ID=half&tempf={posted++} HTTP/1.1\r\nHost: x\r\n\r\n";
            Assert.EndsWith("success\n", await AskAsync(node.Ingest, isTls, upload, pauseMs: 0), StringComparison.Ordinal);
        }

        foreach (var path in QueryPaths)
        {
            var answer = await AskAsync(node.Api, isTls, $"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n", pauseMs: 0);
            Assert.True(answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) || path == "/nothing-here", $"{path}: {answer}");
            Assert.StartsWith("HTTP/1.1 ", answer, StringComparison.Ordinal);
        }

        Assert.Equal(posted, await ObservationsAsync(node));
    }

    [Fact]
    public async Task ClosedWhole_RightBehindTheRequest_IsStored()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        for (var i = 0; i < 20; i++)
        {
            await using var client = await RawConnection.OpenAsync(node.Ingest);
            await client.SendAsync(Post(Body(i)));
        }

        await Eventually.TrueAsync(async () => await ObservationsAsync(node) == 20);
    }

    [Fact]
    public async Task HalfARequest_ThenEndOfSending_IsClosedAndNothingIsTaken()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        var whole = Post(Body(0));
        foreach (var request in (string[])[whole[..^5], whole[..30], whole[..80], Chunked(Body(1))[..^5], "P", ""])
        {
            var answer = await AskAsync(node.Ingest, isTls: false, request, pauseMs: 0);
            Assert.True(answer.Length == 0 || answer == "(reset)" || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), $"{request}: {answer}");
        }

        Assert.Equal(0, await ObservationsAsync(node));
    }

    [Fact]
    public async Task SeveralRequests_ThenEndOfSending_AreAllAnswered()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        var pipelined = await AskAsync(node.Ingest, isTls: false, string.Concat(Enumerable.Range(0, 5).Select(i => Post(Body(i)))), pauseMs: 0);
        Assert.Equal(5, pipelined.Split("HTTP/1.1 200").Length - 1);

        await using var client = await RawConnection.OpenAsync(node.Ingest);
        await client.SendAsync(Post(Body(5)));
        await client.ReadUntilAsync("\"accepted\":1");
        var body = Body(6);
        await client.SendAsync($"POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n");
        await client.ReadUntilAsync("100 Continue");
        await client.SendAsync(body);
        await client.EndSendingAsync();
        Assert.Contains("\"accepted\":1", await client.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(7, await ObservationsAsync(node));
    }

    [Fact]
    public async Task Stream_OfAClientThatReadsOn_GoesOnAndFreesItsPlaceWhenItIsGone()
    {
        using var directory = new NodeDirectory("[api]\nmax_streams = 1");
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        await using (var client = await RawConnection.OpenAsync(node.Api))
        {
            await client.SendAsync("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
            await client.EndSendingAsync();
            await client.ReadUntilAsync("heartbeat");
            using var posted = await node.PostAsync(Body(0));
            await client.ReadUntilAsync("event: observation");
            Assert.Equal(1, await StreamsAsync(node));
        }

        // Gone: far sooner than a heartbeat later.
        var start = TimeProvider.System.GetTimestamp();
        using var second = await node.PostAsync(Body(1));
        await Eventually.TrueAsync(async () => await StreamsAsync(node) == 0);
        await using (var client = await RawConnection.OpenAsync(node.Api))
        {
            await client.SendAsync("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
            await client.ReadUntilAsync("200 OK");
        }

        await Eventually.TrueAsync(async () => await StreamsAsync(node) == 0);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 14);
    }

    private static string Body(int number) => $$$"""{"device_id":"half","readings":{"temperature":{{{number}}}.500}}""";

    private static string Post(string body) =>
        $"POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private static string Chunked(string body) =>
        $"POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n";

    private static async Task<string> AskAsync(Uri address, bool isTls, string request, int pauseMs)
    {
        await using var client = await RawConnection.OpenAsync(address, isTls);
        await client.SendAsync(request);
        if (pauseMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(pauseMs), TimeProvider.System);
        }

        await client.EndSendingAsync();
        return await client.ReadToEndAsync();
    }

    private static async Task<long> ObservationsAsync(RunningNode node)
    {
        using var status = JsonDocument.Parse(await node.GetAsync("/status"));
        return status.RootElement.GetProperty("store").GetProperty("observations").GetInt64();
    }

    private static async Task<long> StreamsAsync(RunningNode node)
    {
        using var status = JsonDocument.Parse(await node.GetAsync("/status"));
        return status.RootElement.GetProperty("api").GetProperty("streams").GetInt64();
    }
}
