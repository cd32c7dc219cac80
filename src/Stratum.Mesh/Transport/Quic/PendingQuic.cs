using System.Net;

namespace Stratum.Mesh.Transport;

/// <summary>An inbound QUIC connection between its first packet and the end of its TLS handshake.</summary>
/// <param name="Remote">Where it comes from; not proved yet.</param>
/// <param name="Check">Its certificate check.</param>
/// <param name="Place">Its place among the unadmitted.</param>
/// <param name="Since">Timestamp of the first packet.</param>
internal sealed record PendingQuic(IPEndPoint Remote, PeerCheck Check, UnadmittedPlace Place, long Since);
