using Stratum.Core;

namespace Stratum.Mesh.Gossip;

/// <summary>Verification as a seam: <see cref="ObservationVerifier.Verify"/>, or a counter of calls in large simulations.</summary>
internal delegate VerificationResult SignatureCheck(Observation observation, Signature signature, out SignedObservation? verified);
