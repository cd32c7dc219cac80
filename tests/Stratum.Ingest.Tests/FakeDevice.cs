using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Stratum.Ingest.Tests;

/// <summary>A device's own web server: answers what the test gives it.</summary>
internal sealed class FakeDevice : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeDevice(WebApplication app) => _app = app;

    public ConcurrentDictionary<string, (int Status, string Body)> Answers { get; } = new();

    public string Url { get; private set; } = "";

    public static async Task<FakeDevice> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var device = new FakeDevice(app);
        app.Run(async context =>
        {
            var (status, body) = device.Answers.GetValueOrDefault(context.Request.Path.Value ?? "", (404, ""));
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
        });
        await app.StartAsync();
        device.Url = app.Urls.First();
        return device;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
