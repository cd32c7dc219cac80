using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Stratum.Node.Hosting;

namespace Stratum.Node.Tests.Hosting.Connections;

/// <summary>Request lines as gateways write them, before a real Kestrel (neilenns/ambientweather2mqtt issues 168 and 136).</summary>
public sealed class MendedInputTests
{
    private const string Observer =
        "GET /data/?MAC=94:3C:C6:00:00:1F\n&stationtype=OBSERVERIP2_V2.2.6&dateutc=2026-11-25+15%3A50%3A30&tempf=61.34&humidity=52 HTTP/1.1\r\nHost: x\r\n\r\n";

    private const string ObserverTarget =
        "/data/?MAC=94:3C:C6:00:00:1F&stationtype=OBSERVERIP2_V2.2.6&dateutc=2026-11-25+15%3A50%3A30&tempf=61.34&humidity=52";

    [Theory]
    [InlineData(Observer, ObserverTarget)]
    [InlineData("GET /d?a=1\r\n&b=2 HTTP/1.1\r\nHost: x\r\n\r\n", "/d?a=1&b=2")]
    [InlineData("GET /d?a=1\n\r&b=2 HTTP/1.1\r\nHost: x\r\n\r\n", null)]
    [InlineData("GET /d?a=1\n&b=2\n&c=3 HTTP/1.1\nHost: x\n\n", "/d?a=1&b=2&c=3")]
    [InlineData("GET /d?a=1\n HTTP/1.1\r\nHost: x\r\n\r\n", "/d?a=1")]
    [InlineData("GET /d?dateutc=2026-11-25 15:50:30&t=1 HTTP/1.1\r\nHost: x\r\n\r\n", "/d?dateutc=2026-11-25%2015:50:30&t=1")]
    [InlineData("GET /d?dateutc=2026-11-25\n15:50:30&t=1 HTTP/1.0\r\n\r\n", "/d?dateutc=2026-11-2515:50:30&t=1")]
    [InlineData("GET /d?a=1&b=2 HTTP/1.1\nHost:\n\n", "/d?a=1&b=2")]
    [InlineData("GET /plain HTTP/1.1\r\nHost: x\r\n\r\n", "/plain")]
    [InlineData("GET /d?a=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "/d?a=1")]
    public async Task Get_RequestLineOfAGateway_IsReadHoweverItArrives(string request, string? target)
    {
        await using var server = await Server.StartAsync();
        var wanted = target ?? "400";
        Assert.Equal([wanted], await server.AskAsync([request]));
        for (var at = 1; at < request.Length; at++)
        {
            Assert.Equal([wanted], await server.AskAsync([request[..at], request[at..]]));
        }

        Assert.Equal([wanted], await server.AskAsync([.. request.Select(static one => one.ToString())]));
        Assert.All(server.Targets, seen => Assert.Equal(wanted, seen));
    }

    [Theory]
    [InlineData("GET /d?a=1\nHost: y\n&b=2 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /d?a=1\nX: b=2 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /d?a=1\n\nGET /e?b=2 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /d?a=1\n&b=2 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("GET /d?a=1\n&b=2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /d?a=1\n&b=2 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("GET /nothing\nhere HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /d?a=\u0001\n&b=2 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /d?a=1\n\u00e9b=2 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET http://y/d?a=1\n&b=2 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /d?a=1\n&b=2 HTTP/2.0\r\nHost: x\r\n\r\n")]
    [InlineData("GET /d?a=1\n&b\n&b\n&b\n&b\n&b\n&b\n&b\n&b\n&b\n&b=2 HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task Request_ThatMayHideAnother_IsRefusedAndSaid(string request)
    {
        await using var server = await Server.StartAsync();
        Assert.Equal(["400"], await server.AskAsync([request]));
        Assert.Equal(["400"], await server.AskAsync([request[..20], request[20..]]));
        Assert.Empty(server.Targets);
        Assert.All(server.Refused, refused => Assert.Equal(("bad_request", 400), (refused.Cause, refused.Status)));
        Assert.NotEmpty(server.Refused);
    }

    [Fact]
    public async Task Get_LineThatNeverEnds_IsRefused()
    {
        await using var server = await Server.StartAsync();
        var long1 = "GET /d?a=1\n" + new string('b', 20_000) + "=1 HTTP/1.1\r\nHost: x\r\n\r\n";
        Assert.StartsWith("4", Assert.Single(await server.AskAsync([long1])), StringComparison.Ordinal);
        Assert.Equal(["400"], await server.AskAsync(["GET /d?a=1\n&b=2 HTTP/1.1\r\nHost: x\r\n"]));
        Assert.Empty(server.Targets);
    }

    [Fact]
    public async Task Connection_WithSeveralRequests_IsReadToItsEnd()
    {
        await using var server = await Server.StartAsync();
        const string clean = "GET /c?a=1 HTTP/1.1\r\nHost: x\r\n\r\n";
        var post = "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 19\r\n\r\nGET /no?a=1\nHTTP/1.1";
        string[] targets = [ObserverTarget, "/c?a=1", ObserverTarget, ObserverTarget, "/c?a=1", "/p"];
        Assert.Equal(targets, await server.AskAsync([Observer + clean + Observer + Observer + clean + post[..^1]]));
        Assert.Equal(targets, await server.AskAsync([Observer, clean, Observer, Observer, clean, post[..^1]]));
    }

    private sealed class Server(WebApplication application) : IAsyncDisposable
    {
        public List<string> Targets { get; } = [];

        public List<RefusedConnection> Refused { get; } = [];

        public static async Task<Server> StartAsync()
        {
            Server? server = null;
            var options = new ListenerOptions("ingest_listen", new IPEndPoint(IPAddress.Loopback, 0))
            {
                ApplyLimits = _ => { },
                MendsRequestLines = true,
                OnRefused = refused => server!.Refused.Add(refused),
            };
            var application = KestrelListener.Create(options, NullLoggerFactory.Instance, _ => { });
            server = new Server(application);
            application.Run(async context =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
                server.Targets.Add(target);
                await context.Response.WriteAsync($"[{target}]");
            });
            await KestrelListener.StartAsync(application, options, CancellationToken.None);
            return server;
        }

        /// <summary>Sends the pieces one by one and returns the targets that were answered, or the statuses of refusals.</summary>
        public async Task<IReadOnlyList<string>> AskAsync(string[] pieces)
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(IPAddress.Loopback, new Uri(application.Urls.First()).Port);
            var stream = client.GetStream();
            try
            {
                foreach (var piece in pieces)
                {
                    await stream.WriteAsync(Encoding.Latin1.GetBytes(piece));
                    await Task.Yield();
                }

                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // Refused while sending; the answer is there.
            }

            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
            using var reader = new StreamReader(stream);
            var answers = (await reader.ReadToEndAsync(patience.Token)).Split("HTTP/1.1 ")[1..];
            return [.. answers.Select(answer => answer.StartsWith("200", StringComparison.Ordinal) ? Between(answer) : answer[..3])];
        }

        public ValueTask DisposeAsync() => application.DisposeAsync();

        private static string Between(string answer) => answer[(answer.IndexOf('[') + 1)..answer.LastIndexOf(']')];
    }
}
