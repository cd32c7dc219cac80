using System.Net.Sockets;
using System.Text;
using Stratum.Core;

namespace Stratum.Node.Import;

/// <summary>
/// Where the running node takes orders of its owner: a Unix socket in the data directory, mode 0600. Who may open it may read the key as well, so
/// nothing more is asked. Nothing of it is ever reachable from a network.
/// </summary>
internal static class ImportSocket
{
    /// <summary>The file's name in the data directory.</summary>
    public const string FileName = "import.sock";

    // sockaddr_un has 108 bytes with the zero at the end (unix(7)).
    private const int PathBytesMax = 107;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The socket of a data directory.</summary>
    public static string PathIn(string dataDirectory) => Path.Combine(Path.GetFullPath(dataDirectory), FileName);

    /// <summary>Whether the system takes a socket of this path.</summary>
    public static bool IsPossible(string path) => Encoding.UTF8.GetByteCount(path) <= PathBytesMax;

    /// <summary>
    /// Makes the socket, closed to others before anybody can connect: nobody can before the listener listens. What a node that was killed left
    /// there is removed; the store's lock says that none is running.
    /// </summary>
    public static Socket Bind(string path)
    {
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, OwnerOnly);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A connection to the running node; null when none listens.</summary>
    public static async Task<Stream?> TryConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            socket.Dispose();
            throw new StratumException($"{path} belongs to another user: run this command as the user that runs the node", ExitCode.Unreachable, e);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // Not there, nobody listens, or a path that no socket can have.
            socket.Dispose();
            return null;
        }
    }
}
