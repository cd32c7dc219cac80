using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class LimitTests
{
    private const string Good = """{"device_id":"d1","timestamp":1711999990,"reading_type":"temperature","value":21.5}""";

    private static readonly HttpIngestOptions Small = new() { BodyBytesMax = 4096, ItemsMax = 5 };

    [Theory]
    [InlineData(4096, 200)]
    [InlineData(4097, 413)]
    public async Task Post_BodyAtTheLimit_IsTakenAndOneByteMoreIs413(int bytes, int status)
    {
        await using var server = await IngestServer.StartAsync(Small);
        using var plain = await server.PostAsync(Good + new string(' ', bytes - Good.Length));
        Assert.Equal(status, (int)plain.StatusCode);

        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/ingest") { Content = new StringContent(Good + new string(' ', bytes - Good.Length)) };
        chunked.Headers.TransferEncodingChunked = true;
        using var answer = await server.Client.SendAsync(chunked);
        Assert.Equal(status, (int)answer.StatusCode);

        using var zipped = await server.Client.PostAsync("/ingest", Gzip(Good + new string(' ', bytes - Good.Length)));
        Assert.Equal(status, (int)zipped.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_TenMegabytes_Is413AndNotReadWhole(bool chunked)
    {
        await using var server = await IngestServer.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        var stream = socket.GetStream();
        var head = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 10000000";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{head}\r\n\r\n"));
        var sent = await SendUntilRefusedAsync(stream, chunked, 10_000_000);
        var answer = await ReadSomeAsync(stream);
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);

        // What lies in socket buffers counts as sent; the listener itself reads a little more than 1 MiB.
        Assert.True(sent < 10_000_000, $"{sent} bytes were taken");
        Assert.Equal(200, (await server.IngestAsync(Good)).Status);
    }

    [Theory]
    [InlineData("application/json", "[", ",", "]")]
    [InlineData("application/x-ndjson", "", "\n", "")]
    public async Task Post_ItemsAtTheLimit_AreTakenAndOneMoreIs413(string type, string open, string between, string close)
    {
        await using var server = await IngestServer.StartAsync(Small);
        var five = await server.IngestAsync(open + string.Join(between, Enumerable.Repeat(Good, 5)) + close, type);
        Assert.Equal((1, 4), (five.Accepted, five.Duplicates));
        using var six = await server.PostAsync(open + string.Join(between, Enumerable.Repeat(Good, 6)) + close, type);
        Assert.Equal(413, (int)six.StatusCode);
    }

    [Theory]
    [InlineData(5, 200)]
    [InlineData(6, 413)]
    public async Task Post_ReadingsOfOneMap_CountAsItems(int count, int status)
    {
        await using var server = await IngestServer.StartAsync(Small);
        var members = string.Join(",", Enumerable.Range(0, count).Select(i => $"\"t{i}\":{{\"value\":1,\"unit\":\"1\"}}"));
        using var response = await server.PostAsync($"{{\"device_id\":\"d\",\"readings\":{{{members}}}}}");
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Post_Gzip_IsReadAndWhatIsNoGzipIs400()
    {
        await using var server = await IngestServer.StartAsync();
        using var good = await server.Client.PostAsync("/ingest", Gzip(Good));
        Assert.Equal(1, (await Answer.ReadAsync(good)).Accepted);

        var whole = await Gzip(Good).ReadAsByteArrayAsync();
        foreach (var bytes in new[] { Encoding.ASCII.GetBytes(Good), whole[..^12] })
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentEncoding.Add("gzip");
            using var bad = await server.Client.PostAsync("/ingest", content);
            Assert.Equal(400, (int)bad.StatusCode);
        }
    }

    [Theory]
    [InlineData("text/csv", null)]
    [InlineData("application/xml", null)]
    [InlineData("application/senml+cbor", null)]
    [InlineData("application/json; charset=utf-16", null)]
    [InlineData("application/json", "br")]
    public async Task Post_OtherTypesAndEncodings_Are415(string type, string? encoding)
    {
        await using var server = await IngestServer.StartAsync();
        var content = new StringContent(Good);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await server.Client.PostAsync("/ingest", content);
        Assert.Equal(415, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(IntakeState.Full, "7")]
    [InlineData(IntakeState.Stopped, "5")]
    public async Task Post_BusyIntake_Is503WithRetryAfterAndSeenInStatus(IntakeState state, string retryAfter)
    {
        await using var server = await IngestServer.StartAsync();
        server.Intake.State = state;
        using var response = await server.PostAsync(Good);
        Assert.Equal((503, retryAfter), ((int)response.StatusCode, response.Headers.GetValues("Retry-After").Single()));
        Assert.Equal(0, server.Ingest.Status.Accepted);
        Assert.NotNull(server.Ingest.Status.LastError);
    }

    [Fact]
    public async Task Post_StoreStopped_Is503AndAFaultIs500()
    {
        await using var server = await IngestServer.StartAsync();
        server.Intake.Failure = new StoreStoppedException("fsync failed");
        using var stopped = await server.PostAsync(Good);
        Assert.Equal(503, (int)stopped.StatusCode);
        server.Intake.Failure = new InvalidOperationException("bug");
        using var fault = await server.PostAsync(Good);
        Assert.Equal(500, (int)fault.StatusCode);
        Assert.Contains("bug", server.Ingest.Status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_NotYetDurable_IsNotAnswered()
    {
        await using var server = await IngestServer.StartAsync();
        server.Intake.Durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var posting = server.IngestAsync(Good);
        await server.Intake.Submitted.Task;
        Assert.False(posting.IsCompleted);
        server.Intake.Durable.SetResult();
        Assert.Equal(1, (await posting).Accepted);
    }

    [Fact]
    public async Task Post_OneRequestMoreThanAtOnceAllowed_Is503()
    {
        await using var server = await IngestServer.StartAsync(new HttpIngestOptions { ConcurrentRequestsMax = 1 });
        server.Intake.Durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = server.IngestAsync(Good);
        await server.Intake.Submitted.Task;
        using var second = await server.PostAsync(Good);
        Assert.Equal(503, (int)second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
        server.Intake.Durable.SetResult();
        Assert.Equal(200, (await first).Status);
    }

    [Fact]
    public async Task Post_ManyClients_CountsEveryReadingOnce()
    {
        await using var server = await IngestServer.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                var answer = await server.IngestAsync(
                    $$"""{"device_id":"c{{client}}","timestamp":{{1711990000 + i}},"reading_type":"temperature","value":1}""");
                Assert.Equal(1, answer.Accepted);
            }
        })));
        Assert.Equal((160, 160L), (server.Intake.Observations.Count, server.Ingest.Status.Accepted));
        Assert.NotNull(server.Ingest.Status.LastReadingAtMs);
    }

    [Fact]
    public async Task Post_BodyThatStops_Is408AndNothingIsTaken()
    {
        await using var server = await IngestServer.StartAsync(new HttpIngestOptions { BodyTimeoutMs = 300 });
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n" + Good));
        Assert.StartsWith("HTTP/1.1 408", await ReadSomeAsync(stream), StringComparison.Ordinal);
        Assert.Empty(server.Intake.Observations);
    }

    [Fact]
    public async Task Post_SenderThatLeaves_LeavesTheListenerWell()
    {
        await using var server = await IngestServer.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            using var socket = new TcpClient { LingerState = new LingerOption(true, 0) };
            await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n" + Good));
        }

        Assert.Equal(200, (await server.IngestAsync(Good)).Status);
        Assert.Single(server.Intake.Observations);
    }

    [Theory]
    [InlineData("GET", "/ingest", 405)]
    [InlineData("DELETE", "/t/x/ingest", 405)]
    [InlineData("GET", "/series", 404)]
    [InlineData("POST", "/", 404)]
    public async Task Request_OtherMethodsAndPaths_AreProblems(string method, string path, int status)
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private static ByteArrayContent Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        var content = new ByteArrayContent(buffer.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private static async Task<int> SendUntilRefusedAsync(NetworkStream stream, bool chunked, int total)
    {
        var block = new byte[65_536];
        block.AsSpan().Fill((byte)' ');
        var sent = 0;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3), TimeProvider.System);
        try
        {
            while (sent < total && !stream.DataAvailable)
            {
                if (chunked)
                {
                    await stream.WriteAsync("10000\r\n"u8.ToArray(), patience.Token);
                }

                await stream.WriteAsync(block, patience.Token);
                if (chunked)
                {
                    await stream.WriteAsync("\r\n"u8.ToArray(), patience.Token);
                }

                sent += block.Length;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Refused while sending: the answer is what counts.
            return sent;
        }

        return sent;
    }

    private static async Task<string> ReadSomeAsync(NetworkStream stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        var buffer = new byte[4096];
        var read = await stream.ReadAsync(buffer, patience.Token);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
