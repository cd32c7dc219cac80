using System.Net.Sockets;
using System.Text;
using Stratum.Core;
using Stratum.Storage;

namespace Stratum.Node.Backup;

/// <summary>The files to back up: of a snapshot that the running node holds, or of a stopped node's data directory under its lock.</summary>
internal sealed class BackupSource : IDisposable
{
    private readonly IDisposable _held;

    private BackupSource(IDisposable held, bool isLive, IReadOnlyList<(string Path, string Name)> files)
    {
        (_held, IsLive) = (held, isLive);
        Files = files;
    }

    /// <summary>Whether the node is running.</summary>
    public bool IsLive { get; }

    /// <summary>Where each is, and its name in the backup.</summary>
    public IReadOnlyList<(string Path, string Name)> Files { get; }

    /// <summary>Throws <see cref="StratumException"/> when there is no store, or a running node gives no snapshot.</summary>
    public static BackupSource Open(string dataDirectory)
    {
        if (!Directory.Exists(Path.Combine(dataDirectory, "tables")))
        {
            throw new StratumException($"there is no store in {dataDirectory}; name the data directory with --data-dir, or the configuration with --config");
        }

        if (TryConnect(Path.Combine(dataDirectory, ControlSocket.FileName)) is { } connection)
        {
            try
            {
                var snapshot = Ask(connection);
                return new BackupSource(connection, isLive: true, [.. StoreFiles(snapshot), .. OtherFiles(dataDirectory)]);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }

        try
        {
            var held = PhysicalFileSystem.Instance.Lock(Path.Combine(dataDirectory, "LOCK"));
            return new BackupSource(held, isLive: false, [.. StoreFiles(dataDirectory), .. OtherFiles(dataDirectory)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StratumException(
                $"{dataDirectory} is in use, and its node does not answer on {ControlSocket.FileName} ({exception.Message}); run this as the node's user, "
                    + "or stop the node first",
                ExitCode.Usage,
                exception);
        }
    }

    public void Dispose() => _held.Dispose();

    private static Socket? TryConnect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (File.Exists(path))
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
                return socket;
            }
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            // A node that was killed leaves its socket behind; the lock tells whether one runs.
            socket.Dispose();
            return null;
        }

        socket.Dispose();
        return null;
    }

    private static string Ask(Socket connection)
    {
        connection.Send(Encoding.ASCII.GetBytes(ControlSocket.SnapshotRequest + "\n"));
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (connection.Receive(buffer) is var read and > 0)
        {
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            if (buffer[read - 1] == (byte)'\n')
            {
                break;
            }
        }

        var text = answer.ToString().TrimEnd('\n');
        const string Snapshot = "snapshot ";
        return text.StartsWith(Snapshot, StringComparison.Ordinal)
            ? text[Snapshot.Length..]
            : throw new StratumException($"the running node gives no snapshot: {(text.Length > 0 ? text : "it closed the connection")}");
    }

    private static IEnumerable<(string Path, string Name)> StoreFiles(string directory)
    {
        foreach (var folder in (string[])["", "wal", "tables"])
        {
            foreach (var path in Directory.EnumerateFiles(Path.Combine(directory, folder)).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(path);
                if (folder.Length > 0 || name == "CURRENT" || name.StartsWith("MANIFEST-", StringComparison.Ordinal))
                {
                    yield return (path, BackupManifest.DataFolder + (folder.Length > 0 ? folder + "/" : "") + name);
                }
            }
        }
    }

    // What else the node keeps there: withdrawals, what adapters remember, hashes of tokens. No key is among it.
    private static IEnumerable<(string Path, string Name)> OtherFiles(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal))
        {
            if (Path.GetExtension(path) is ".log" or ".json")
            {
                yield return (path, BackupManifest.DataFolder + Path.GetFileName(path));
            }
        }
    }
}
