using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Links;

/// <summary>What happens to a handshake.</summary>
internal abstract record HandshakeEvent(long NowMs)
{
    /// <summary>The connection is there.</summary>
    internal sealed record Opened(long NowMs) : HandshakeEvent(NowMs);

    /// <summary>A frame came; null when it could not be parsed.</summary>
    internal sealed record Arrived(Frame? Frame, long NowMs) : HandshakeEvent(NowMs);

    /// <summary>Time went by.</summary>
    internal sealed record Elapsed(long NowMs) : HandshakeEvent(NowMs);
}
