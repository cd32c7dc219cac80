using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>One refused item of a body.</summary>
/// <param name="Index">Its place in the body, from 0: array element, line that is not blank, SenML record.</param>
/// <param name="Error">Field and reason.</param>
internal readonly record struct Rejection(int Index, DraftError Error)
{
    /// <summary>The refusal as /status shows it.</summary>
    public static string TextOf(DraftError error) =>
        error.Field.Length > 0 ? $"refused a reading: {error.Field} {error.Reason}" : $"refused a reading: it {error.Reason}";
}
