using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Links;

/// <summary>What a handshake wants done.</summary>
internal abstract record HandshakeAction
{
    internal sealed record Send(Frame Frame) : HandshakeAction;

    /// <summary>The link is up.</summary>
    internal sealed record Up(PeerHello Peer) : HandshakeAction;

    /// <summary>Close; what is to be sent before stands before this.</summary>
    internal sealed record Refused(RefusalReason Reason, string Detail, bool ByPeer) : HandshakeAction;
}
