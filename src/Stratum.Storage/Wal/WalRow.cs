using Stratum.Core;

namespace Stratum.Storage;

/// <summary>One row on its way into the log or out of it.</summary>
/// <param name="Entry">Its series.</param>
/// <param name="Stored">The row, its series being the catalogue's instance.</param>
/// <param name="IsOverride">A content that is held already, now with a lower signature; it keeps its arrival number. Not in the file: recovery finds it
/// out.</param>
internal readonly record struct WalRow(SeriesEntry Entry, StoredObservation Stored, bool IsOverride);
