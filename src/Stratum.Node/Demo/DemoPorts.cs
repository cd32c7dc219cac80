using System.Net;
using System.Net.Sockets;

namespace Stratum.Node.Demo;

/// <summary>The ports of one node of the demo.</summary>
internal sealed record DemoPorts(int Api, int Ingest, int Mesh, int Heartbeat)
{
    /// <summary>Free loopback ports: the documented ones where they are free, otherwise what the system gives.</summary>
    public static DemoPorts Find(int preferredApi) =>
        new(FreePort(preferredApi), FreePort(preferredApi + 1), FreePort(preferredApi + 1000), FreePort(preferredApi + 1001));

    private static int FreePort(int preferred)
    {
        try
        {
            return Probe(preferred);
        }
        catch (SocketException)
        {
            return Probe(0);
        }
    }

    private static int Probe(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
