using Stratum.Core;

namespace Stratum.Storage;

/// <summary>A series and the number that stands for it in files. Numbers are given once and never used again.</summary>
internal sealed class SeriesEntry(uint id, Series series)
{
    private CellSums.Last _lastCell;
    private GeoExtent? _extent;

    public uint Id { get; } = id;

    public Series Series { get; } = series;

    /// <summary>Holds every position that the series ever had in this process, and perhaps more; null when it never had one.</summary>
    public GeoExtent? Extent => Volatile.Read(ref _extent);

    /// <summary>Rows held, overrides not counted. Touched by the writer only.</summary>
    public long Rows { get; set; }

    /// <summary>The cell of the last row, for sums. Touched by the writer only.</summary>
    public ref CellSums.Last LastCell => ref _lastCell;

    /// <summary>Where the newest row is shown; null before the first. Touched by the writer only.</summary>
    public LatestSlot? Latest { get; set; }

    /// <summary>Takes a position into the extent. Called by the writer only.</summary>
    public void Cover(GeoExtent extent)
    {
        if (_extent is not { } held || !held.Covers(extent))
        {
            Volatile.Write(ref _extent, _extent is null ? extent : _extent.Union(extent));
        }
    }
}
