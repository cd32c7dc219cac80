namespace Stratum.Archive;

/// <summary>What the verification of one file found.</summary>
/// <param name="Lines">Lines of the file, blank and broken ones included.</param>
/// <param name="Observations">Lines whose signature, ids and line hash (where there is one) are right.</param>
/// <param name="LineHashes">How many of these carry a line hash; in the others nothing protects the columns that no signature covers.</param>
/// <param name="Failures">Lines that are wrong.</param>
/// <param name="FirstFailures">The first of them, at most <see cref="ObservationFileVerifier.FailuresKept"/>.</param>
public sealed record VerificationReport(
    long Lines, long Observations, long LineHashes, long Failures, IReadOnlyList<LineFailure> FirstFailures)
{
    /// <summary>No line is wrong and there is at least one: a file without an observation has proved nothing (exit code 1, "no observation").</summary>
    public bool IsSuccess => Failures == 0 && Observations > 0;
}
