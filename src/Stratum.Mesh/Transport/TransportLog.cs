using Microsoft.Extensions.Logging;
using Stratum.Core;

namespace Stratum.Mesh.Transport;

/// <summary>What transports log beside refusals.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Accepting {Transport} connections failed; trying again")]
    public static partial void AcceptFailed(ILogger logger, string transport, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The receiver of a {Transport} connection of {Peer} failed")]
    public static partial void ReceiverFailed(ILogger logger, string transport, NodeId peer, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "QUIC is off, links run over TCP: {Reason}")]
    public static partial void QuicOff(ILogger logger, string reason);
}
