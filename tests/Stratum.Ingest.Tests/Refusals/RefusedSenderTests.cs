using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Stratum.Ingest.Tests;

/// <summary>A refused sender shows its owner nothing, so this node says whom it refused, why, and what to add (home-assistant/core issue 101669).</summary>
public sealed class RefusedSenderTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Upload =
        "PASSKEY=AABBCCDDEEFF00112233445566778882&stationtype=GW2000A_V3.1.4&dateutc=now&tempinf=77.0&humidityin=30&baromabsin=29.53&tempf=37.4&humidity=88";

    private static readonly IPAddress Gateway = IPAddress.Parse("192.168.1.77");

    [Theory]
    [InlineData("192.168.1.77", "192.168.1.77", "192.168.1.0/24")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3", "10.1.2.0/24")]
    [InlineData("fd12:3456::9", "fd12:3456::9", "fd12:3456::/64")]
    [InlineData("100.99.1.2", "100.99.1.2", "100.99.1.2/32")]
    public async Task Post_FromANetworkThatIsNotOpen_IsSaidWithTheLineToAdd(string remote, string shown, string network)
    {
        await using var server = await IngestServer.StartAsync(null, IPAddress.Parse(remote));
        using var answer = await server.PostAsync(Upload, Form, "/data/report/");
        Assert.Equal(401, (int)answer.StatusCode);

        var line = Assert.Single(server.Log.Warnings);
        var toAdd = $"[ingest] open_networks = [\"127.0.0.0/8\", \"::1/128\", \"{network}\"]";
        Assert.Contains($"Refused {shown} at /data/report/ (401)", line, StringComparison.Ordinal);
        Assert.Contains(toAdd, line, StringComparison.Ordinal);
        Assert.Contains("/t/TOKEN/data/report/", line, StringComparison.Ordinal);
        Assert.Contains(shown, server.Ingest.Status.LastError, StringComparison.Ordinal);
        Assert.Contains(toAdd, server.Ingest.Status.LastError, StringComparison.Ordinal);
        var sender = Assert.Single(server.Ingest.RefusedSenders.Newest(5));
        Assert.Equal((shown, "/data/report/", 401, 1L), (sender.Address, sender.Path, sender.Status, sender.Count));
        Assert.Contains(toAdd, sender.Advice, StringComparison.Ordinal);
        server.ShowsNoSecret("AABBCCDDEEFF00112233445566778882");
    }

    [Fact]
    public async Task Post_FromThePublicInternet_IsAdvisedATokenAndShownByItsNetworkOnly()
    {
        await using var server = await IngestServer.StartAsync(null, IPAddress.Parse("203.0.113.77"));
        using var answer = await server.PostAsync(Upload, Form, "/data/report/");
        var sender = Assert.Single(server.Ingest.RefusedSenders.Newest(5));
        Assert.Equal("203.0.113.0/24", sender.Address);
        Assert.DoesNotContain("open_networks =", sender.Advice, StringComparison.Ordinal);
        Assert.Contains("stratum token create", sender.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.77", server.Ingest.Status.LastError, StringComparison.Ordinal);
        Assert.Contains("203.0.113.77", Assert.Single(server.Log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/t/SECRETsecretSECRETsecretSECRETsecret12345678/data/report/", Form, Upload, "/t/*/data/report/", 403)]
    [InlineData("POST", "/data/SECRETsecretSECRETsecretSECRETsecret12345678", Form, Upload, "/data/*", 401)]
    [InlineData("GET", "/wu/updateweatherstation.php?ID=SECRET&PASSWORD=SECRET&tempf=1", null, null, "/wu/updateweatherstation.php", 401)]
    [InlineData("GET", "/data/reportstationtype=AMBWeather&PASSKEY=SECRET&tempf=1", null, null, "/data/", 401)]
    [InlineData("POST", "/ingest?token=SECRET", "application/json", "{}", "/ingest", 401)]
    public async Task Request_WithSecrets_IsSaidWithoutThem(string method, string target, string? type, string? body, string path, int status)
    {
        await using var server = await IngestServer.StartAsync(null, Gateway);
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, type!);
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(path, Assert.Single(server.Ingest.RefusedSenders.Newest(5)).Path);
        Assert.Single(server.Log.Warnings);
        server.ShowsNoSecret("SECRET");
    }

    [Theory]
    [InlineData("/ingest", "text/csv", "a,b", 415, "Content-Type: application/json")]
    [InlineData("/ingest", "application/json", "PASSKEY=SECRET&tempf=1", 400, "docs/ADAPTERS.md")]
    [InlineData("/ingest", "application/json", "[", 400, "docs/ADAPTERS.md")]
    [InlineData("/nowhere", "application/json", "{\"device_id\":\"d\"}", 404, "/ingest")]
    [InlineData("/data/report/", Form, "tempf=1", 400, "docs/ADAPTERS.md")]
    [InlineData("/ingest", "application/json", "large", 413, "[ingest] max_body_bytes = 8192")]
    public async Task Post_ThatCannotBeTaken_IsSaidWithAdvice(string path, string type, string body, int status, string advice)
    {
        await using var server = await IngestServer.StartAsync(new HttpIngestOptions { BodyBytesMax = 2048, OpenNetworks = ["192.168.0.0/16"] }, Gateway);
        using var answer = await server.PostAsync(body == "large" ? new string(' ', 5000) : body, type, path);
        Assert.Equal(status, (int)answer.StatusCode);
        var sender = Assert.Single(server.Ingest.RefusedSenders.Newest(5));
        Assert.Equal((path, status), (sender.Path, sender.Status));
        Assert.Contains(advice, sender.Advice, StringComparison.Ordinal);
        Assert.Contains($"Refused 192.168.1.77 at {path} ({status})", Assert.Single(server.Log.Warnings), StringComparison.Ordinal);
        server.ShowsNoSecret("SECRET");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/favicon.ico")]
    [InlineData("/ingest")]
    public async Task Get_OfABrowser_IsNoSender(string path)
    {
        await using var server = await IngestServer.StartAsync();
        using var answer = await server.Client.GetAsync(path);
        Assert.Empty(server.Log.Warnings);
        Assert.Empty(server.Ingest.RefusedSenders.Newest(5));
    }

    [Fact]
    public async Task Post_RefusedAgainAndAgain_IsOneLineAMinuteThatSaysHowOften()
    {
        await using var server = await IngestServer.StartAsync(null, Gateway);
        for (var i = 0; i < 50; i++)
        {
            using var answer = await server.PostAsync(Upload, Form, "/data/report/");
        }

        Assert.Single(server.Log.Warnings);
        server.Clock.Seconds += 60;
        using var later = await server.PostAsync(Upload, Form, "/data/report/");
        Assert.Equal(2, server.Log.Warnings.Count);
        Assert.Contains("50 times", server.Log.Warnings[1], StringComparison.Ordinal);
        Assert.Equal(51, Assert.Single(server.Ingest.RefusedSenders.Newest(5)).Count);
    }

    [Fact]
    public void Note_ThousandsOfAddresses_StaysBoundedInLinesAndEntries()
    {
        var (clock, log) = (new FakeClock(), new CapturedLog());
        var refusals = new RefusedSenders(clock, log);
        for (var i = 0; i < 5000; i++)
        {
            clock.Seconds += i % 200 == 0 ? 1 : 0;
            refusals.Note(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]), "/x", "unauthorized", 401, "reason", "advice");
        }

        Assert.Equal(20, log.Warnings.Count);
        Assert.InRange(refusals.Newest(int.MaxValue).Count, 1, 200);
        Assert.Equal("10.0.19.135", refusals.Newest(1)[0].Address);
        clock.Seconds += 61;
        refusals.Note(IPAddress.Loopback, "/x", "unauthorized", 401, "reason", "advice");
        Assert.Contains("lines about others left out", log.Warnings[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_SenderThatLeavesInTheMiddle_IsSaid()
    {
        await using var server = await IngestServer.StartAsync();
        using (var socket = new TcpClient { LingerState = new LingerOption(true, 0) })
        {
            await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
            await socket.GetStream().WriteAsync("POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{"u8.ToArray());
            Assert.Equal(200, (await server.IngestAsync("""{"device_id":"d","readings":{"temperature":1}}""")).Status);
        }

        var start = TimeProvider.System.GetTimestamp();
        while (server.Log.Warnings.Count == 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60));
            await Task.Yield();
        }

        Assert.Contains("Refused 127.0.0.1 at /ingest (400)", server.Log.Warnings[0], StringComparison.Ordinal);
    }
}
