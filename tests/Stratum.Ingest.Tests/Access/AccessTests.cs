using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

public sealed class AccessTests
{
    private const string Good = """{"device_id":"roof-1","timestamp":1711999990,"reading_type":"temperature","value":21.5}""";

    private static readonly IPAddress Stranger = IPAddress.Parse("203.0.113.9");

    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("127.9.9.9", 200)]
    [InlineData("::1", 200)]
    [InlineData("::ffff:127.0.0.1", 200)]
    [InlineData("::ffff:203.0.113.9", 401)]
    [InlineData("203.0.113.9", 401)]
    [InlineData("2001:db8::1", 401)]
    public async Task Post_WithoutToken_IsDecidedByTheAddress(string remote, int status)
    {
        await using var server = await IngestServer.StartAsync(null, IPAddress.Parse(remote));
        using var response = await server.PostAsync(Good);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Count > 0);
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("192.168.1.7", "192.168.1.7", true)]
    [InlineData("192.168.1.7", "192.168.1.8", false)]
    [InlineData("fd00::/8", "fd12::1", true)]
    [InlineData("fe80::/10", "fe80::1%3", true)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.1.1", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    public void OpenNetworks_Contains_ComparesPrefixes(string network, string address, bool expected) =>
        Assert.Equal(expected, new OpenNetworks([network]).Contains(IPAddress.Parse(address)));

    [Fact]
    public void OpenNetworks_Wrong_NamesEveryOne()
    {
        var error = Assert.Throws<StratumException>(() => new OpenNetworks(["10.0.0.1/8", "home", "::1"]));
        Assert.Contains("\"10.0.0.1/8\", \"home\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Host", "localhost")]
    public async Task Post_ForgedHeader_OpensNothing(string name, string value)
    {
        await using var server = await IngestServer.StartAsync(null, Stranger);
        using var request = Request(null);
        request.Headers.TryAddWithoutValidation(name, value);
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task Post_WebPageOnAnOpenNetwork_NeedsAToken()
    {
        await using var server = await IngestServer.StartAsync();
        var token = server.Tokens.Create("page", ["*"]);
        using var request = Request(null);
        request.Headers.TryAddWithoutValidation("Origin", "https://evil.example");
        using var refused = await server.Client.SendAsync(request);
        Assert.Equal(403, (int)refused.StatusCode);
        using var allowed = Request(new AuthenticationHeaderValue("Bearer", token));
        allowed.Headers.TryAddWithoutValidation("Origin", "https://evil.example");
        using var response = await server.Client.SendAsync(allowed);
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task Post_TokenAsBearerBasicOrPath_IsAccepted()
    {
        await using var server = await IngestServer.StartAsync(null, Stranger);
        var token = server.Tokens.Create("roof", ["roof-*"]);
        using var bearer = await server.Client.SendAsync(Request(new AuthenticationHeaderValue("Bearer", token)));
        using var basic = await server.Client.SendAsync(Request(Basic($"anyone:{token}")));
        using var path = await server.PostAsync(Good, path: $"/t/{token}/ingest");
        Assert.Equal([200, 200, 200], new[] { bearer, basic, path }.Select(r => (int)r.StatusCode));
    }

    [Theory]
    [InlineData("Bearer", "x")]
    [InlineData("Basic", "eDp5")]
    [InlineData("Basic", "not base64!")]
    [InlineData("Basic", "")]
    [InlineData("Digest", "x")]
    public async Task Post_WrongCredential_Is401(string scheme, string value)
    {
        await using var server = await IngestServer.StartAsync(null, Stranger);
        server.Tokens.Create("roof", ["*"]);
        using var request = Request(null);
        request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {value}");
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Post_UnknownTokenInThePath_Is403()
    {
        await using var server = await IngestServer.StartAsync(null, Stranger);
        using var response = await server.PostAsync(Good, path: "/t/wrong/ingest");
        Assert.Equal(403, (int)response.StatusCode);
    }

    [Fact]
    public async Task Post_ScopedToken_RejectsOtherDevicesPerItem()
    {
        await using var server = await IngestServer.StartAsync(null, Stranger);
        var token = server.Tokens.Create("roof", ["roof-*", "cellar"]);
        var answer = await server.IngestAsync(
            $"[{Good},{Of("cellar")},{Of("cellar-2")}]", path: $"/t/{token}/ingest");
        Assert.Equal(2, answer.Accepted);
        Assert.Equal((2, "device_id"), (Assert.Single(answer.Rejected).Index, answer.Rejected[0].Field));
    }

    [Fact]
    public async Task Post_RevokedElsewhere_IsRefusedAtOnce()
    {
        await using var server = await IngestServer.StartAsync(null, Stranger);
        var token = server.Tokens.Create("roof", ["*"]);
        using var before = await server.Client.SendAsync(Request(new AuthenticationHeaderValue("Bearer", token)));
        Assert.True(new TokenStore(server.TokenPath, server.Clock).Revoke("roof"));
        using var after = await server.Client.SendAsync(Request(new AuthenticationHeaderValue("Bearer", token)));
        Assert.Equal((200, 401), ((int)before.StatusCode, (int)after.StatusCode));
    }

    [Fact]
    public async Task Post_BrokenTokenFile_FailsClosedAndSaysSo()
    {
        await using var server = await IngestServer.StartAsync(null, Stranger);
        var token = server.Tokens.Create("roof", ["*"]);
        await File.WriteAllTextAsync(server.TokenPath, "{");
        using var response = await server.Client.SendAsync(Request(new AuthenticationHeaderValue("Bearer", token)));
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Contains("tokens.json", server.Ingest.Status.LastError, StringComparison.Ordinal);
    }

    private static string Of(string device) => Good.Replace("roof-1", device, StringComparison.Ordinal);

    private static AuthenticationHeaderValue Basic(string pair) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));

    private static HttpRequestMessage Request(AuthenticationHeaderValue? credential)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/ingest") { Content = new StringContent(Good) };
        request.Headers.Authorization = credential;
        return request;
    }
}
