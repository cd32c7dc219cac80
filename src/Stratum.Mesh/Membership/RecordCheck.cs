using Stratum.Core;

namespace Stratum.Mesh.Membership;

/// <summary>Whether a node signed a record or a heartbeat: <see cref="Ed25519.Verify"/>, or a counter of calls in large simulations.</summary>
internal delegate bool RecordCheck(ReadOnlySpan<byte> message, Signature signature, NodeId signer);
