using System.Net;

namespace Stratum.Mesh.Transport;

/// <summary>The two ends of an inbound handshake: the connection goes to the protocol, or the failure is counted.</summary>
internal static class Handover
{
    /// <summary>Gives the connection away; a receiver that throws does not get it and ends nobody else's.</summary>
    public static void Give(Action<IMeshConnection> onConnection, MeshConnection connection, TransportContext context)
    {
        try
        {
            onConnection(connection);
        }
        catch (Exception exception)
        {
            TransportLog.ReceiverFailed(context.Logger, connection.Transport, connection.PeerId, exception);
            connection.Abort();
        }
    }

    /// <summary>Counts a failed inbound handshake; what no peer can cause is logged as the fault that it is.</summary>
    public static void Failed(Exception exception, RefusalReason? reason, IPEndPoint? remote, string transport, TransportContext context)
    {
        if (reason is { } known)
        {
            context.Refusals.Refused(known, remote, transport, exception.Message);
        }
        else
        {
            context.Refusals.Faulted(remote, transport, exception);
        }
    }
}
