using Stratum.Core;

namespace Stratum.Node.Pipeline;

/// <summary>One observation of an import: a draft that is signed here, or a line that was signed somewhere.</summary>
/// <param name="Draft">The draft, in registry units; null for a signed line.</param>
/// <param name="SignedLine">The bytes of a signed line without its line feed.</param>
internal readonly record struct HistoryItem(ObservationDraft? Draft, ReadOnlyMemory<byte> SignedLine);

/// <summary>What became of one item.</summary>
/// <param name="Kind">Accepted, duplicate or rejected.</param>
/// <param name="Error">Field and reason of a rejection.</param>
internal readonly record struct HistoryOutcome(IntakeOutcomeKind Kind, DraftError? Error = null)
{
    public static readonly HistoryOutcome Accepted = new(IntakeOutcomeKind.Accepted);

    public static readonly HistoryOutcome Duplicate = new(IntakeOutcomeKind.Duplicate);

    public static HistoryOutcome Rejected(string field, string reason) => new(IntakeOutcomeKind.Rejected, new DraftError(field, reason));
}
