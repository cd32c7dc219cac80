using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Stratum.Node.Hosting;

namespace Stratum.Node.Import;

/// <summary>HTTP over <see cref="ImportSocket"/>: what a command of the node's owner asks of the running node.</summary>
internal static partial class ImportServer
{
    /// <summary>Largest body that any order has: 8 MiB of drafts are more than an import sends at once.</summary>
    public const int BodyBytesMax = 8 << 20;

    // A few imports at the same time are more than anybody starts.
    private const int ConnectionsMax = 8;

    /// <summary>
    /// Listens; null, with a warning, where the file system has no sockets or the path is too long: the node runs without it.
    /// </summary>
    public static async Task<WebApplication?> StartAsync(
        string dataDirectory, ILoggerFactory loggers, Action<WebApplication> map, CancellationToken cancellationToken)
    {
        var path = ImportSocket.PathIn(dataDirectory);
        var logger = loggers.CreateLogger(typeof(ImportServer).FullName!);
        if (!ImportSocket.IsPossible(path))
        {
            LogPathTooLong(logger, path);
            return null;
        }

        var application = KestrelListener.Create(
            kestrel =>
            {
                kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
                kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
                kestrel.ListenUnixSocket(path, listen => listen.Protocols = HttpProtocols.Http1);
            },
            loggers,
            services => services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = _ => ImportSocket.Bind(path)));
        application.UseRouting();
        map(application);
        try
        {
            await application.StartAsync(cancellationToken);
            return application;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or UnauthorizedAccessException)
        {
            LogNotThere(logger, path, e.Message);
            await application.DisposeAsync();
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No import socket: {Path} is too long for a socket; import needs a stopped node")]
    private static partial void LogPathTooLong(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No import socket at {Path}: {Reason}; import needs a stopped node")]
    private static partial void LogNotThere(ILogger logger, string path, string reason);
}
