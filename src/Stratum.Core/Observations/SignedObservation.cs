namespace Stratum.Core;

/// <summary>
/// An observation with the signature that its node made once, and the id that follows from both. Whoever makes one from
/// outside bytes verifies it before anything else sees it (<see cref="ObservationVerifier"/>).
/// </summary>
/// <param name="Observation">The signed content.</param>
/// <param name="Signature">Ed25519 over the canonical bytes by <see cref="Series.Signer"/>.</param>
/// <param name="ContentId">SHA-256 over canonical bytes and public key.</param>
public sealed record SignedObservation(Observation Observation, Signature Signature, ContentId ContentId)
{
    /// <summary>The series of the content.</summary>
    public Series Series => Observation.Series;

    /// <summary>Unix seconds of the measurement.</summary>
    public long Timestamp => Observation.Timestamp;
}
