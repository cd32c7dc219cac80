using System.Net;
using System.Net.Sockets;
using Stratum.Core;
using Stratum.Mesh.Transport;
using Stratum.Node.Configuration;
using Stratum.Node.Hosting;
using Stratum.Node.Identity;

namespace Stratum.Node.Cli.Doctor;

/// <summary>Looks at everything that a node needs from its machine.</summary>
internal sealed class Examination(StratumOptions options, TimeProvider time)
{
    // Below this the store stops writing soon: the free space that retention keeps, and a write-ahead log.
    private const long FreeBytesMin = 512L << 20;

    public IEnumerable<Finding> Run()
    {
        yield return Sodium();
        yield return Quic();
        yield return Clock();
        yield return Key();
        yield return Directory();
        yield return Disk();
        foreach (var table in options.Misconfigured)
        {
            yield return new Finding(FindingLevel.Broken, $"[[sensors]] {table.Sensor.Adapter}", table.Reason);
        }

        yield return Port("api_listen", options.Network.ApiListen, ProtocolType.Tcp);
        yield return Port("ingest_listen", options.Network.IngestListen, ProtocolType.Tcp);
        yield return Port("mesh_listen", options.Network.MeshListen, ProtocolType.Tcp);
        yield return Port("mesh_listen", options.Network.MeshListen, ProtocolType.Udp);
        yield return Port("heartbeat_listen", options.Network.HeartbeatListen, ProtocolType.Udp);
    }

    private static Finding Sodium() => CryptoLibrary.Problem is { } problem
        ? new Finding(FindingLevel.Broken, "libsodium", problem)
        : new Finding(FindingLevel.Fine, "libsodium", $"version {CryptoLibrary.Version}");

    private Finding Quic() => QuicSupport.ReasonMissing() is { } reason
        ? new Finding(
            options.Network.Transport == "quic" ? FindingLevel.Broken : FindingLevel.Less,
            "libmsquic",
            $"QUIC is off, links run over TCP: {reason}")
        : new Finding(FindingLevel.Fine, "libmsquic", $"version {QuicSupport.LibraryVersion() ?? "unknown"}, QUIC is on");

    private Finding Clock() => new ClockPlausibility(time).Problem() is { } problem
        ? new Finding(FindingLevel.Broken, "clock", problem)
        : new Finding(FindingLevel.Fine, "clock", $"{time.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC");

    private Finding Key()
    {
        try
        {
            using var key = KeyFile.Read(options.Node.KeypairPath);
            return new Finding(FindingLevel.Fine, "key", $"{options.Node.KeypairPath}, node {key.NodeId}");
        }
        catch (StratumException e)
        {
            return new Finding(FindingLevel.Broken, "key", e.Message);
        }
    }

    private Finding Directory()
    {
        var path = options.Node.StoragePath;
        try
        {
            System.IO.Directory.CreateDirectory(path);
            var probe = Path.Combine(path, $".doctor-{Environment.ProcessId}");
            File.WriteAllBytes(probe, [0]);
            File.Delete(probe);
            return new Finding(FindingLevel.Fine, "data directory", $"{path} can be written");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding(FindingLevel.Broken, "data directory", $"{path} ([node] storage_path): {e.Message}");
        }
    }

    private Finding Disk()
    {
        try
        {
            var free = new DriveInfo(Path.GetFullPath(options.Node.StoragePath)).AvailableFreeSpace;
            return free < FreeBytesMin
                ? new Finding(FindingLevel.Less, "disk",
                    $"{free >> 20} MiB are free; below {FreeBytesMin >> 20} MiB the store will soon stop taking observations")
                : new Finding(FindingLevel.Fine, "disk", $"{free >> 20} MiB are free");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Finding(FindingLevel.Less, "disk", $"free space cannot be read: {e.Message}");
        }
    }

    private static Finding Port(string key, IPEndPoint address, ProtocolType protocol)
    {
        var subject = $"{key} ({(protocol == ProtocolType.Tcp ? "TCP" : "UDP")})";
        try
        {
            using var socket = new Socket(
                address.AddressFamily, protocol == ProtocolType.Tcp ? SocketType.Stream : SocketType.Dgram, protocol);
            socket.Bind(address);
            return new Finding(FindingLevel.Fine, subject, $"{address} is free");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return new Finding(FindingLevel.Less, subject, $"{address} is taken: by the running node, or by another program that must give way");
        }
        catch (SocketException e)
        {
            return new Finding(FindingLevel.Broken, subject, $"{address} cannot be used: {e.Message}");
        }
    }
}
