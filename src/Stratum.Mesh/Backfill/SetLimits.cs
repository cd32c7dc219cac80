using Stratum.Core;

namespace Stratum.Mesh.Backfill;

/// <summary>What bounds the common set of a link.</summary>
/// <param name="Floor">Unix seconds: older observations are not kept here, or not wanted.</param>
/// <param name="VersionMax">The newest payload version that both know.</param>
/// <param name="Area">The cells that both want; null for all.</param>
internal sealed record SetLimits(long Floor, int VersionMax, Predicate<CellKey>? Area);
