using Stratum.Core;

namespace Stratum.Mesh.Backfill;

/// <summary>An hour, or a day, in which two nodes differ.</summary>
/// <param name="Number">Unix seconds / 3600, or / 86400.</param>
/// <param name="Own">Null where this node has nothing.</param>
/// <param name="Theirs">Null where the peer has nothing.</param>
internal readonly record struct DifferingHash(long Number, Hash256? Own, Hash256? Theirs);
