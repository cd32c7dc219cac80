namespace Stratum.Core;

/// <summary>Why a draft cannot become an observation.</summary>
/// <param name="Field">The JSON name of the field, or "" when the text is not a JSON object.</param>
/// <param name="Reason">What is wrong and what is accepted, one line.</param>
public sealed record DraftError(string Field, string Reason);
