using System.Text.Json;

namespace Stratum.EndToEnd.Tests;

/// <summary>HTTPS on the API does not force it on gateways that cannot (home-assistant/core issue 93000): TLS and plain HTTP on one port.</summary>
public sealed class IngestTlsTests
{
    private const string Form =
        "PASSKEY=AABBCCDDEEFF00112233445566778882&stationtype=GW2000A_V3.1.4&dateutc=now&tempinf=77.0&humidityin=30&baromabsin=29.53&tempf=37.4&humidity=88";

    private const string Observer =
        "GET /data/?MAC=94:3C:C6:00:00:1F\n&stationtype=OBSERVERIP2_V2.2.6&dateutc=now&tempf=61.34&humidity=52 HTTP/1.1\r\n"
        + "Host: x\r\nConnection: close\r\n\r\n";

    private static readonly string Post =
        "POST /data/report/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        + $"Content-Length: {Form.Length}\r\n\r\n{Form}";

    [Theory]
    [InlineData("", true, true)]
    [InlineData("tls = \"both\"", true, true)]
    [InlineData("tls = \"on\"", true, false)]
    [InlineData("tls = \"off\"", false, true)]
    public async Task Upload_WithACertificate_IsTakenAsConfigured(string key, bool takesTls, bool takesPlain)
    {
        using var directory = new NodeDirectory($"[api]\n{TlsFiles.Keys}\n[ingest]\n{key}\n");
        TlsFiles.Write(directory);
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        foreach (var upload in (string[])[Post, Observer])
        {
            Assert.Equal(takesPlain, (await AskAsync(node.Ingest, isTls: false, upload)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal));
            if (takesTls)
            {
                Assert.StartsWith("HTTP/1.1 200", await AskAsync(node.Ingest, isTls: true, upload), StringComparison.Ordinal);
            }
        }

        if (!takesPlain)
        {
            Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", await AskAsync(node.Ingest, isTls: false, Post), StringComparison.Ordinal);
            Assert.Contains("this port speaks TLS; use https://", await AskAsync(node.Ingest, isTls: false, Post), StringComparison.Ordinal);
            Assert.Equal(1, Lines(node, "at /data/report/ (400): this port speaks TLS"));
        }

        if (!takesTls)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => RawConnection.OpenAsync(node.Ingest, isTls: true));
            await Eventually.TrueAsync(() => Task.FromResult(Lines(node, "the sender speaks TLS, and this port does not") == 1));
        }

        Assert.Contains("use https://", await AskAsync(node.Api, isTls: false, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(1, Lines(node, "Query API: refused"));
        Assert.DoesNotContain("AABBCCDDEEFF", node.Log, StringComparison.Ordinal);
        using var status = JsonDocument.Parse(await node.GetAsync("/status"));
        Assert.InRange(status.RootElement.GetProperty("store").GetProperty("observations").GetInt64(), 7, 14);
    }

    [Fact]
    public async Task Upload_ThatCannotBeRead_IsInTheLogAndInStatus()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        await using var node = await RunningNode.StartAsync(directory);
        Assert.StartsWith("HTTP/1.1 200", await AskAsync(node.Ingest, isTls: false, Observer), StringComparison.Ordinal);
        var answer = await AskAsync(node.Ingest, isTls: false, "GET /data/?PASSKEY=SECRET\nX: y\n&tempf=1 HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => Task.FromResult(Lines(node, "the request cannot be read") == 1));
        using var status = JsonDocument.Parse(await node.GetAsync("/status"));
        var refused = status.RootElement.GetProperty("refused_senders")[0];
        Assert.Equal(("127.0.0.1", 400), (refused.GetProperty("address").GetString(), refused.GetProperty("status").GetInt32()));
        Assert.Contains("cannot be read", status.RootElement.GetProperty("adapters")[0].GetProperty("last_error").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", node.Log + status.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    private static int Lines(RunningNode node, string text) => node.Log.Split(text).Length - 1;

    private static async Task<string> AskAsync(Uri address, bool isTls, string request)
    {
        await using var client = await RawConnection.OpenAsync(address, isTls);
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }
}
