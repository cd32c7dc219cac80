using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Links;

/// <summary>What happens to a handshake.</summary>
internal abstract record HandshakeEvent(Moment Now)
{
    /// <summary>The connection is there.</summary>
    internal sealed record Opened(Moment Now) : HandshakeEvent(Now);

    /// <summary>A frame came; null when it could not be parsed.</summary>
    internal sealed record Arrived(Frame? Frame, Moment Now) : HandshakeEvent(Now);

    /// <summary>Time went by.</summary>
    internal sealed record Elapsed(Moment Now) : HandshakeEvent(Now);
}
