using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Stratum.Core;
using Stratum.Storage;

namespace Stratum.Node.Backup;

/// <summary>
/// Where `stratum backup` asks a running node for the files of one moment: a socket in the data directory, which no network reaches, for the user of the
/// node alone. A snapshot lives as long as its connection.
/// </summary>
internal sealed partial class ControlSocket : IAsyncDisposable
{
    /// <summary>Its name in the data directory.</summary>
    public const string FileName = "control.sock";

    /// <summary>The only request.</summary>
    public const string SnapshotRequest = "snapshot";

    private const string SnapshotFolder = "snapshots";
    private const int RequestBytesMax = 64;

    // What sockaddr_un holds on Linux, with its end.
    private const int PathBytesMax = 107;

    private readonly Socket _listener;
    private readonly string _directory;
    private readonly ObservationStore _store;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly Task _accepting;

    private ControlSocket(Socket listener, string directory, ObservationStore store, ILogger logger)
    {
        (_listener, _directory, _store, _logger) = (listener, directory, store, logger);
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Listens; null, with a line in the log, where that cannot be: a backup then needs a stopped node.</summary>
    public static ControlSocket? Open(string directory, ObservationStore store, ILogger logger)
    {
        var path = Path.Combine(directory, FileName);
        DeleteSnapshots(directory);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (Encoding.UTF8.GetByteCount(path) > PathBytesMax)
            {
                throw new IOException($"its path has more than {PathBytesMax} bytes");
            }

            // The data directory's lock is held: whoever made this one is gone.
            File.Delete(path);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            listener.Listen();
            return new ControlSocket(listener, directory, store, logger);
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            listener.Dispose();
            LogUnavailable(logger, path, exception.Message);
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await _one.WaitAsync();
        File.Delete(Path.Combine(_directory, FileName));
        DeleteSnapshots(_directory);
        _one.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var connection = await _listener.AcceptAsync(_stopping.Token);
                _ = Task.Run(() => AnswerAsync(connection));
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                LogFailed(_logger, exception.Message);
            }
        }
    }

    private async Task AnswerAsync(Socket connection)
    {
        using (connection)
        {
            if (!await _one.WaitAsync(0))
            {
                await TrySendAsync(connection, "error another backup is under way");
                return;
            }

            var snapshot = Path.Combine(_directory, SnapshotFolder, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
            try
            {
                var buffer = new byte[RequestBytesMax];
                var read = await connection.ReceiveAsync(buffer, _stopping.Token);
                if (Encoding.ASCII.GetString(buffer, 0, read).TrimEnd('\n') != SnapshotRequest)
                {
                    await TrySendAsync(connection, "error unknown request");
                    return;
                }

                await _store.SnapshotAsync(snapshot, _stopping.Token);
                await TrySendAsync(connection, $"snapshot {snapshot}");
                // Until the other side has what it wants, or is gone.
                while (await connection.ReceiveAsync(buffer, _stopping.Token) > 0)
                {
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException or UnauthorizedAccessException
                or StratumException or ObjectDisposedException)
            {
                LogFailed(_logger, exception.Message);
                await TrySendAsync(connection, $"error {exception.Message.ReplaceLineEndings(" ")}");
            }
            finally
            {
                DeleteSnapshots(_directory);
                _one.Release();
            }
        }
    }

    private static async Task TrySendAsync(Socket connection, string line)
    {
        try
        {
            await connection.SendAsync(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is gone: nobody is left to be told.
            return;
        }
    }

    private static void DeleteSnapshots(string directory)
    {
        var snapshots = Path.Combine(directory, SnapshotFolder);
        if (Directory.Exists(snapshots))
        {
            Directory.Delete(snapshots, recursive: true);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No socket for backups at {Path}: {Problem}. `stratum backup` needs this node stopped")]
    private static partial void LogUnavailable(ILogger logger, string path, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A backup ended early: {Problem}")]
    private static partial void LogFailed(ILogger logger, string problem);
}
