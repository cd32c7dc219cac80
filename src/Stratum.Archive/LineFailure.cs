namespace Stratum.Archive;

/// <summary>What is wrong with one line of a file of observations.</summary>
/// <param name="LineNumber">Number of the line, from 1.</param>
/// <param name="Field">The JSON name of the field that is wrong, "signature" when only the signature is; "" when it is the line itself.</param>
/// <param name="Reason">What is wrong, one line.</param>
public sealed record LineFailure(long LineNumber, string Field, string Reason);
