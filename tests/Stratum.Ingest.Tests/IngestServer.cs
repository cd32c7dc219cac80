using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>The listener on a real Kestrel, a port of the machine's choice and a fake intake.</summary>
internal sealed class IngestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();
    private readonly string _directory;
    private readonly Task _running;

    private IngestServer(WebApplication app, HttpIngest ingest, TokenStore tokens, FakeClock clock, Meter meter, string directory)
    {
        (_app, Ingest, Tokens, Clock, Meter, _directory) = (app, ingest, tokens, clock, meter, directory);
        _running = ingest.RunAsync(Intake, _stop.Token);
    }

    public FakeIntake Intake { get; } = new();

    public HttpIngest Ingest { get; }

    public TokenStore Tokens { get; }

    public FakeClock Clock { get; }

    public Meter Meter { get; }

    public required CapturedLog Log { get; init; }

    public string TokenPath => Path.Combine(_directory, "tokens.json");

    public Uri Address { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public static async Task<IngestServer> StartAsync(HttpIngestOptions? options = null, IPAddress? remote = null, params SensorOptions[] sensors)
    {
        options ??= new HttpIngestOptions();
        var directory = Directory.CreateTempSubdirectory("stratum-ingest-").FullName;
        var clock = new FakeClock();
        var tokens = new TokenStore(Path.Combine(directory, "tokens.json"), clock);
        var meter = new Meter("test");
        var log = new CapturedLog();
        var ingest = new HttpIngest(options, tokens, clock, new IngestMetrics(meter), clock, log);
        IIngestAdapterFactory[] factories = [new HttpJsonFactory(ingest), new EcowittFactory(ingest)];
        foreach (var sensor in sensors)
        {
            factories.First(factory => factory.Kind == sensor.Adapter).Create(sensor);
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddRoutingCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ApplyLimits(options);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        if (remote is not null)
        {
            app.Use((HttpContext context, RequestDelegate next) =>
            {
                context.Connection.RemoteIpAddress = remote;
                return next(context);
            });
        }

        app.MapIngest(ingest);
        await app.StartAsync();
        var server = new IngestServer(app, ingest, tokens, clock, meter, directory) { Log = log, Address = new Uri(app.Urls.First()) };
        server.Client = new HttpClient { BaseAddress = server.Address };
        return server;
    }

    public Task<HttpResponseMessage> PostAsync(string body, string? contentType = "application/json", string path = "/ingest") =>
        PostAsync(Encoding.UTF8.GetBytes(body), contentType, path);

    public Task<HttpResponseMessage> PostAsync(byte[] body, string? contentType = "application/json", string path = "/ingest")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return Client.PostAsync(path, content);
    }

    public async Task<Answer> IngestAsync(string body, string? contentType = "application/json", string path = "/ingest")
    {
        using var response = await PostAsync(body, contentType, path);
        return await Answer.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _stop.CancelAsync();
        await _running;
        await _app.DisposeAsync();
        Meter.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
