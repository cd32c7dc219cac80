using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stratum.Core;

namespace Stratum.Node.Hosting;

/// <summary>
/// One Kestrel application on one address. The query API and the ingest listener are two of them, so that no header can
/// carry a request from one to the other: their routes do not meet.
/// </summary>
internal static class KestrelListener
{
    /// <summary>An application that listens on the address once it is started; nothing of it comes from the environment.</summary>
    public static WebApplication Create(ListenerOptions options, ILoggerFactory loggerFactory, Action<IServiceCollection> configureServices)
    {
        var application = Create(kestrel => Configure(kestrel, options), loggerFactory, configureServices, options.Certificate is not null);
        if (options.OnRefused is { } onRefused)
        {
            application.Services.GetRequiredService<DiagnosticListener>().Subscribe(new BadRequests(onRefused), static name => name == BadRequests.EventName);
        }

        return application;
    }

    /// <summary>The same, listening where <paramref name="configure"/> says.</summary>
    public static WebApplication Create(
        Action<KestrelServerOptions> configure, ILoggerFactory loggerFactory, Action<IServiceCollection> configureServices, bool usesTls = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (usesTls)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(configure);
        builder.Services.AddRoutingCore();
        builder.Services.RemoveAll<ILoggerFactory>();
        builder.Services.AddSingleton(loggerFactory);
        builder.Services.RemoveAll<IHostLifetime>();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        // Long enough for a batch under way to become durable, short enough for systemd's default of 90 s.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        configureServices(builder.Services);
        return builder.Build();
    }

    /// <summary>Starts listening. A taken port or an address that is not this machine's is a <see cref="StratumException"/>.</summary>
    public static async Task StartAsync(WebApplication application, ListenerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            var reason = e.InnerException?.Message ?? e.Message;
            throw new StratumException(
                $"cannot listen on {options.Address} ([network] {options.Key}): {reason}; choose another port or stop the program that holds it");
        }
    }

    private static void Configure(KestrelServerOptions kestrel, ListenerOptions options)
    {
        options.ApplyLimits(kestrel);
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        kestrel.Listen(options.Address, listen =>
        {
            // Nearest to the socket: TLS and HTTP both run over a connection that is held.
            listen.Use(next => connection => HalfOpenConnection.RunAsync(connection, next, options.Time));
            listen.Protocols = options.Certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
            if (options.Certificate is not null)
            {
                listen.UseTls(options);
            }

            if (options.MendsRequestLines)
            {
                listen.Use(next => connection => MendAsync(connection, next));
            }
        });
    }

    private static async Task MendAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        connection.Transport = new DuplexPipe(new MendedInput(transport.Input), transport.Output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    }

    // The process decides when it ends; the framework's lifetimes would each want to.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
