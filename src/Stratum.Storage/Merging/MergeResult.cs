using Stratum.Core;

namespace Stratum.Storage;

/// <summary>What a merge did.</summary>
/// <param name="IsEmpty">No row was left, and no table was written.</param>
/// <param name="Scores">Waiting scores that stand in the new table now.</param>
internal sealed record MergeResult(bool IsEmpty, IReadOnlyList<KeyValuePair<ContentId, Assessment>> Scores);
