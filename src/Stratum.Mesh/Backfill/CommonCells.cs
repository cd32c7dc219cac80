using Stratum.Core;
using Stratum.Mesh.Links;

namespace Stratum.Mesh.Backfill;

/// <summary>The cells that two nodes compare: of the payload versions that both know, where both want them. Equal ones have the same cells.</summary>
/// <param name="VersionMax">The newest payload version that both know.</param>
/// <param name="Own">What one of them wants.</param>
/// <param name="Theirs">What the other one wants.</param>
internal sealed record CommonCells(int VersionMax, Interests Own, Interests Theirs)
{
    /// <summary>Everything that this program can hold.</summary>
    public static CommonCells All { get; } = new(PayloadVersions.Newest, Interests.Everything, Interests.Everything);

    public bool IsAll => VersionMax >= PayloadVersions.Newest && Own.IsEverything && Theirs.IsEverything;

    public bool Include(CellKey cell) => cell.PayloadVersion <= VersionMax && Own.Wants(cell.Geohash) && Theirs.Wants(cell.Geohash);
}
