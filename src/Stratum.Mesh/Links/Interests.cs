using Google.Protobuf.Collections;
using Stratum.Core;
using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Links;

/// <summary>
/// The areas that a node wants, in steps of geohash cells of three characters (156 km at most): a cell that an area touches is wanted whole, on the live
/// path as in reconciliation, so that the two never disagree. Observations without a position are wanted by everybody.
/// </summary>
internal sealed class Interests : IEquatable<Interests>
{
    /// <summary>What a Hello holds of them.</summary>
    public const int AreasMax = 32;

    private readonly IReadOnlyList<GeoBox> _areas;
    private readonly Dictionary<string, bool> _known = [];

    public Interests(IReadOnlyList<GeoBox> areas) => _areas = areas;

    public static Interests Everything { get; } = new([]);

    public bool IsEverything => _areas.Count == 0;

    /// <summary>The same areas in the same order.</summary>
    public bool Equals(Interests? other) => other is not null && _areas.SequenceEqual(other._areas);

    public override bool Equals(object? obj) => Equals(obj as Interests);

    public override int GetHashCode() => _areas.Count == 0 ? 0 : HashCode.Combine(_areas.Count, _areas[0]);

    /// <summary>Null when there are too many areas, or one is none.</summary>
    public static Interests? TryRead(RepeatedField<Area> areas)
    {
        if (areas.Count > AreasMax)
        {
            return null;
        }

        var boxes = areas.Select(static area => new GeoBox(area.North, area.South, area.East, area.West)).ToArray();
        return boxes.All(static box => box.IsValid) ? new Interests(boxes) : null;
    }

    public IEnumerable<Area> ToAreas() =>
        _areas.Select(static box => new Area { North = box.North, South = box.South, East = box.East, West = box.West });

    public bool Wants(Observation observation) => IsEverything || Wants(CellKey.Of(observation).Geohash);

    /// <summary>Whether a cell is wanted; "" are the observations without a position.</summary>
    public bool Wants(string cell)
    {
        if (IsEverything || cell.Length == 0)
        {
            return true;
        }

        lock (_known)
        {
            if (!_known.TryGetValue(cell, out var isWanted))
            {
                isWanted = Geohash.TryDecode(cell, out var box) && _areas.Any(area => Touch(area, box));
                // There are 32,768 cells; a peer can name no other ones.
                _known.Add(cell, isWanted);
            }

            return isWanted;
        }
    }

    // A cell never crosses the antimeridian.
    private static bool Touch(GeoBox area, GeoBox cell) => area.North >= cell.South && area.South <= cell.North
        && (area.CrossesAntimeridian ? cell.East >= area.West || cell.West <= area.East : cell.East >= area.West && cell.West <= area.East);
}
