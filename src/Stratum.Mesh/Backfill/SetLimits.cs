namespace Stratum.Mesh.Backfill;

/// <summary>What bounds the common set of a link.</summary>
/// <param name="Floor">Unix seconds: older observations are not kept here, or not wanted.</param>
/// <param name="Cells">The cells that both know and want.</param>
internal sealed record SetLimits(long Floor, CommonCells Cells);
