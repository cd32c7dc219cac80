using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class InfluxTests
{
    private const string Text = "text/plain; charset=utf-8";

    [Theory]
    [InlineData("/write?db=telegraf&precision=s", "1712000000")]
    [InlineData("/write?db=telegraf", "1712000000999999999")]
    [InlineData("/api/v2/write?org=o&bucket=b&precision=ms", "1712000000999")]
    [InlineData("/api/v2/write?org=o&bucket=b&precision=us", "1712000000999999")]
    public async Task Write_Lines_BecomeReadings(string path, string timestamp)
    {
        await using var server = await IngestServer.StartAsync();
        var body = $"# comment\n\nweather,device_id=roof\\ 1,unit_x=a temperature=21.50,humidity=54i,note=\"a b,c=1 \\\" 2\",ok=true {timestamp}\n"
            + $"co2,device_id=lab value=612u {timestamp}";
        using var response = await server.PostAsync(body, Text, path);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(
            [("roof 1", "temperature", 21.5, 1712000000), ("roof 1", "humidity", 54, 1712000000), ("lab", "co2", 612, 1712000000)],
            server.Intake.Observations.Select(o => (o.Series[TextField.DeviceId], o.Series[TextField.ReadingType], o.Value, o.Timestamp)));
        Assert.Equal("\u00b0C", server.Intake.Observations[0].Series[TextField.Unit]);
    }

    [Fact]
    public async Task Write_UnitTagAndPosition_AreUsed()
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync("w,device=a,unit=F temperature=50,latitude=59.9,longitude=10.7,altitude=12", Text, "/write");
        var observation = Assert.Single(server.Intake.Observations);
        Assert.Equal((10, new GeoPoint(59.9, 10.7), 12), (observation.Value, observation.Position, observation.Altitude));
        Assert.Equal(TimeSource.Receipt, Assert.Single(server.Intake.Sources));
    }

    [Fact]
    public async Task Write_WhatIsNoQuantity_IsLeftOutAlone()
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync("cpu,host=pi usage_idle=97.1\nenv,host=pi temperature=20.5\nbroken\n", Text, "/write");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(20.5, Assert.Single(server.Intake.Observations).Value);
        Assert.Equal(2, server.Ingest.Status.Rejected);
    }

    [Theory]
    [InlineData("/write", "cpu usage=1", "\"error\"")]
    [InlineData("/api/v2/write", "m,a b=1", "\"message\"")]
    [InlineData("/write", "m temperature=NaN", "\"error\"")]
    [InlineData("/write", "m temperature=1 soon", "\"error\"")]
    [InlineData("/write", ", temperature=1", "\"error\"")]
    [InlineData("/write", "m note=\"open", "\"error\"")]
    [InlineData("/write?precision=y", "m temperature=1", "precision")]
    public async Task Write_NothingThatCanBeTaken_Is400AndSaysWhy(string path, string body, string part)
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.PostAsync(body, Text, path);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(part, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_Gzip_IsInflated()
    {
        await using var server = await IngestServer.StartAsync();
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes("m,device=a temperature=1"));
        }

        using var content = new ByteArrayContent(buffer.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await server.Client.PostAsync("/write", content);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Single(server.Intake.Observations);
    }

    [Theory]
    [InlineData("Token", "")]
    [InlineData("", "&u=telegraf&p=")]
    public async Task Write_WithAToken_IsTakenFromAnywhere(string scheme, string parameter)
    {
        await using var server = await IngestServer.StartAsync(null, IPAddress.Parse("203.0.113.7"));
        var token = server.Tokens.Create("telegraf", ["*"]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/write?db=x" + (parameter.Length > 0 ? parameter + token : ""))
        {
            Content = new StringContent("m,device=a temperature=1"),
        };
        if (scheme.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(scheme, token);
        }

        using var response = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task Ping_OfAClient_Is204()
    {
        await using var server = await IngestServer.StartAsync();
        using var response = await server.Client.GetAsync("/ping");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }
}
