using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>One thing that a file of past readings says: a draft, a signed line, or what is wrong.</summary>
/// <param name="Line">Number of the line, from 1; of a database's row.</param>
/// <param name="Draft">In registry units; null for the others.</param>
/// <param name="SignedLine">A signed observation's line, unverified and without its line feed; empty for the others.</param>
/// <param name="Error">Why a line, or one value of it, is not taken.</param>
public readonly record struct HistoryEntry(long Line, ObservationDraft? Draft, ReadOnlyMemory<byte> SignedLine, DraftError? Error)
{
    internal static HistoryEntry Refused(long line, string field, string reason) => new(line, null, default, new DraftError(field, reason));
}
