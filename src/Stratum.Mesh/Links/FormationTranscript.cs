using Stratum.Core;

namespace Stratum.Mesh.Links;

/// <summary>
/// What a formation proof binds: both nonces against replay, both ids and both certificates against a man in the middle who ends both
/// TLS connections himself.
/// </summary>
internal sealed record FormationTranscript(
    ReadOnlyMemory<byte> DiallerNonce,
    ReadOnlyMemory<byte> ListenerNonce,
    NodeId Dialler,
    NodeId Listener,
    Hash256 DiallerCertificate,
    Hash256 ListenerCertificate);
