using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api.Tests;

public class ConventionTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/now?lat=52&lng=13")]
    [InlineData("/series?device_id=d1")]
    [InlineData("/stations")]
    [InlineData("/export")]
    [InlineData("/status")]
    [InlineData("/peers")]
    [InlineData("/metrics")]
    [InlineData("/openapi.json")]
    public async Task Head_OfEveryEndpoint_AnswersLikeGetWithoutBody(string url)
    {
        await using var host = await ApiHost.StartAsync();
        host.Put();
        using var get = await host.Client.GetAsync(url);
        using var head = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal("nosniff", head.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", head.Headers.GetValues("X-Frame-Options").Single());
        Assert.StartsWith("default-src 'none'", head.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Empty(head.Headers.Server);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/status")]
    [InlineData("/peers")]
    [InlineData("/metrics")]
    [InlineData("/openapi.json")]
    [InlineData("/stations")]
    [InlineData("/")]
    public async Task UnknownParameter_OfEveryEndpoint_IsRefused(string path)
    {
        await using var host = await ApiHost.StartAsync();
        await host.AssertRefusedAsync(path + "?colour=red", "colour");
    }

    [Theory]
    [InlineData("POST", "/series")]
    [InlineData("PUT", "/")]
    [InlineData("DELETE", "/nowhere")]
    [InlineData("PATCH", "/now")]
    public async Task Method_OtherThanReading_Is405WithAllow(string method, string path)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal("GET,HEAD,OPTIONS", string.Join(',', response.Content.Headers.Allow));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/series/x")]
    [InlineData("/Series/")]
    [InlineData("/ingest")]
    public async Task Get_UnknownPath_Is404Problem(string path)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.GetAsync(path);
        if (path == "/Series/")
        {
            // Paths are matched without regard to case, as the framework does it; the endpoint itself answers.
            Assert.Equal(400, (int)response.StatusCode);
            return;
        }

        Assert.Equal(404, (int)response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("about:blank", problem.RootElement.GetProperty("type").GetString());
        Assert.Equal("Not Found", problem.RootElement.GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("/series?device_id=d1")]
    [InlineData("/stations")]
    [InlineData("/openapi.json")]
    public async Task EntityTag_Unchanged_Is304UntilSomethingArrives(string url)
    {
        await using var host = await ApiHost.StartAsync();
        host.Put();
        using var first = await host.Client.GetAsync(url);
        var tag = first.Headers.ETag!;
        Assert.True(tag.IsWeak);
        Assert.Equal(304, await StatusAsync(host, url, tag.ToString()));
        Assert.Equal(304, await StatusAsync(host, url, "\"x\", " + tag));
        Assert.Equal(304, await StatusAsync(host, url, "*"));
        Assert.Equal(200, await StatusAsync(host, url, "\"x\""));
        if (url != "/openapi.json")
        {
            host.Fake.Scored = host.Fake.Scored with { Good = 4 };
            Assert.Equal(200, await StatusAsync(host, url, tag.ToString()));
            host.Fake.Scored = host.Fake.Scored with { Good = 3 };
            host.Put(value: 99);
            Assert.Equal(200, await StatusAsync(host, url, tag.ToString()));
        }
    }

    [Theory]
    [InlineData("/series?device_id=d1&limit=500")]
    [InlineData("/stations")]
    [InlineData("/export?format=csv")]
    [InlineData("/metrics")]
    public async Task Gzip_Accepted_IsSentAndDecodesToTheSame(string url)
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 300; i++)
        {
            host.Put(device: i % 2 == 0 ? "d1" : "d2", value: i, secondsAgo: i);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("Accept-Encoding", "gzip");
        using var response = await host.Client.SendAsync(request);
        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        await using var unzipped = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        if (url != "/metrics")
        {
            Assert.Equal(await host.Client.GetStringAsync(url), text);
        }
    }

    [Theory]
    [InlineData("*", "https://a.example", "*")]
    [InlineData("https://a.example", "https://a.example", "https://a.example")]
    [InlineData("https://a.example", "https://b.example", null)]
    [InlineData("https://a.example", "https://a.example.evil.example", null)]
    [InlineData("https://a.example", "null", null)]
    [InlineData(null, "https://a.example", null)]
    public async Task Cors_Origin_IsAllowedByConfigurationOnly(string? configured, string origin, string? allowed)
    {
        await using var host = await ApiHost.StartAsync(new ApiOptions { CorsOrigins = configured is null ? [] : [configured] });
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Options })
        {
            using var request = new HttpRequestMessage(method, "/health");
            request.Headers.Add("Origin", origin);
            using var response = await host.Client.SendAsync(request);
            Assert.Equal(allowed is not null, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values));
            Assert.Equal(allowed, values?.Single());
            Assert.Equal(configured is not (null or "*"), response.Headers.Vary.Contains("Origin"));
            Assert.Equal(method == HttpMethod.Options ? 204 : 200, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Host_Forged_ChangesNothing()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            host.Put(value: i, secondsAgo: i);
        }

        var answers = new List<string>();
        foreach (var name in new[] { "127.0.0.1", "evil.example", "localhost:8081", "" })
        {
            var answer = await host.RawAsync($"GET /series?device_id=d1&limit=2 HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n");
            answers.Add(string.Join('\n', answer.Split('\n').Where(line => !line.StartsWith("Date:", StringComparison.Ordinal))));
        }

        Assert.StartsWith("HTTP/1.1 200", answers[0], StringComparison.Ordinal);
        Assert.Contains("Link: </series?", answers[0], StringComparison.Ordinal);
        Assert.Single(answers.Distinct());
        var ingest = await host.RawAsync("GET /ingest HTTP/1.1\r\nHost: localhost:8081\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404", ingest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestLine_LongerThanTheLimit_Is414()
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.RawAsync($"GET /now?lat={new string('1', 8192)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 414", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_InTheStore_Is500WithoutInternalsAndTheNodeGoesOn()
    {
        await using var host = await ApiHost.StartAsync();
        host.Store.QueryFault = new InvalidOperationException("secret path /var/lib");
        var problem = await host.JsonAsync("/series?device_id=d1", 500);
        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
        host.Store.QueryFault = new StratumException("block 7 of table 3 is damaged");
        problem = await host.JsonAsync("/series?device_id=d1", 500);
        Assert.Contains("block 7", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await host.JsonAsync("/health");
    }

    [Fact]
    public async Task Queries_OneMoreThanMaxQueries_Is503WithRetryAfter()
    {
        await using var host = await ApiHost.StartAsync(new ApiOptions { MaxQueries = 0 });
        using var response = await host.Client.GetAsync("/series?device_id=d1");
        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        await host.JsonAsync("/health");
    }

    private static async Task<int> StatusAsync(ApiHost host, string url, string ifNoneMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        using var response = await host.Client.SendAsync(request);
        return (int)response.StatusCode;
    }
}
