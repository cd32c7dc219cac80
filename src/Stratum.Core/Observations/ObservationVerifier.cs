using System.Diagnostics.CodeAnalysis;

namespace Stratum.Core;

/// <summary>What verification found.</summary>
public enum VerificationResult
{
    /// <summary>The signature is right and every field keeps the version's rules.</summary>
    Valid,

    /// <summary>The signing payload version is newer than this program knows: refuse, do not store, do not forward.</summary>
    FutureVersion,

    /// <summary>A field breaks the version's rules, or the version never existed.</summary>
    InvalidContent,

    /// <summary>The signature is not the signer's over these bytes.</summary>
    BadSignature,
}

/// <summary>The gate through which everything passes that was signed elsewhere. The same verdict on every node.</summary>
public static class ObservationVerifier
{
    /// <summary>Verifies the fields as they are carried.</summary>
    public static VerificationResult Verify(Observation observation, Signature signature, out SignedObservation? verified)
    {
        verified = null;
        if (observation.Series.PayloadVersion > PayloadVersions.Newest)
        {
            return VerificationResult.FutureVersion;
        }

        if (!PayloadVersions.TryGet(observation.Series.PayloadVersion, out var version) || version.Check(observation) is not null)
        {
            return VerificationResult.InvalidContent;
        }

        verified = CanonicalForm.Verify(observation, signature);
        return verified is null ? VerificationResult.BadSignature : VerificationResult.Valid;
    }

    /// <summary>Verifies the fields as they are carried; true only for <see cref="VerificationResult.Valid"/>.</summary>
    public static bool TryVerify(Observation observation, Signature signature, [NotNullWhen(true)] out SignedObservation? verified) =>
        Verify(observation, signature, out verified) == VerificationResult.Valid && verified is not null;
}
