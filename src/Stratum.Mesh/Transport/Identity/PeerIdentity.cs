using Stratum.Core;

namespace Stratum.Mesh.Transport;

/// <summary>Who the peer proved to be.</summary>
/// <param name="NodeId">Its node id.</param>
/// <param name="CertificateHash">SHA-256 of its certificate (DER).</param>
internal sealed record PeerIdentity(NodeId NodeId, Hash256 CertificateHash);
