using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Stratum.Core;

namespace Stratum.Api.Tests;

/// <summary>The query API in a real Kestrel on a loopback port, over fakes.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly CancellationTokenSource _stopping = new();
    private readonly WebApplication _app;

    private ApiHost(ApiOptions options)
    {
        Meter = new Meter("stratum-test");
        Metrics = new PrometheusExporter(Meter);
        Own = Node(1);
        Services = new ApiServices
        {
            Store = Store,
            Withdrawals = Withdrawals,
            Bus = Bus,
            Scorer = Fake,
            Trust = Fake,
            Mesh = Fake,
            Time = Time,
            Metrics = Metrics,
            Options = options,
            HealthChecks = [Fake],
            Adapters = [Fake],
            RefusedSenders = Fake,
            Stopping = _stopping.Token,
            Identity = new NodeIdentity(Own, "test", "0.1.0", Start.ToUnixTimeMilliseconds() - 60_000),
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddQueryApi();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.LimitQueryApi(options));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseQueryApi(Services);
    }

    public FakeStore Store { get; } = new();

    public FakeWithdrawals Withdrawals { get; } = new();

    public FakeBus Bus { get; } = new();

    public FakeNode Fake { get; } = new();

    public ManualTimeProvider Time { get; } = new(Start);

    public Meter Meter { get; }

    public PrometheusExporter Metrics { get; }

    public ApiServices Services { get; }

    public NodeId Own { get; }

    public HttpClient Client { get; private set; } = new();

    public Microsoft.AspNetCore.Routing.IEndpointRouteBuilder Routes => _app;

    public static async Task<ApiHost> StartAsync(ApiOptions? options = null)
    {
        var host = new ApiHost(options ?? new ApiOptions());
        await host._app.StartAsync();
        host.Client = new HttpClient { BaseAddress = new Uri(host._app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
        return host;
    }

    /// <summary>A node id for tests; not a valid curve point, which nothing here asks for.</summary>
    public static NodeId Node(byte number) => new(new Hash256([.. Enumerable.Repeat(number, 32)]));

    /// <summary>Puts an observation into the store; arrival numbers count up.</summary>
    public StoredObservation Put(
        string device = "d1", string type = "temperature", double value = 20, int secondsAgo = 60, double? lat = 52, double? lng = 13, NodeId? node = null,
        double confidence = 1, string unit = "\u00b0C", int receivedHoursAgo = 0, string license = "CC-BY-4.0", double? altitude = null,
        string deployment = "", QualityFlag flag = QualityFlag.Good)
    {
        var texts = Enumerable.Repeat("", TextFields.Count).ToArray();
        texts[(int)TextField.DeviceId] = device;
        texts[(int)TextField.ReadingType] = type;
        texts[(int)TextField.Unit] = unit;
        texts[(int)TextField.DataLicense] = license;
        texts[(int)TextField.DeploymentType] = deployment;
        var observation = new Observation(
            new Core.Series(node ?? Own, 1, texts), Start.ToUnixTimeSeconds() - secondsAgo, value,
            lat is null ? null : new GeoPoint(lat.Value, lng!.Value), altitude);
        var signed = new SignedObservation(observation, default, CanonicalForm.ContentIdOf(observation));
        var row = new StoredObservation(
            signed, Store.LastArrival + 1, Start.AddHours(-receivedHoursAgo).ToUnixTimeMilliseconds(), ReceivedVia.Local, TimeSource.Device,
            new Assessment(confidence, flag, ["a \"reason\", two"]));
        Store.Add(row);
        return row;
    }

    public void Publish(params StoredObservation[] rows) => Bus.Publish(rows);

    public async Task<JsonElement> JsonAsync(string url, int status = 200)
    {
        using var response = await Client.GetAsync(url);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{url}: {(int)response.StatusCode} {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Asserts a 400 that names the parameter in its errors.</summary>
    public async Task<JsonElement> AssertRefusedAsync(string url, string parameter)
    {
        var problem = await JsonAsync(url, 400);
        Assert.Contains(problem.GetProperty("errors").EnumerateArray(), error => error.GetProperty("parameter").GetString() == parameter);
        Assert.Contains(parameter, problem.GetProperty("detail").GetString());
        return problem;
    }

    /// <summary>Sends bytes as they are and returns the whole answer.</summary>
    public async Task<string> RawAsync(string request)
    {
        using var socket = new TcpClient("127.0.0.1", Client.BaseAddress!.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(socket.GetStream());
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    public Task StopAsync() => _stopping.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Client.Dispose();
        await _app.DisposeAsync();
        Metrics.Dispose();
        Meter.Dispose();
        _stopping.Dispose();
    }
}
