using System.Collections;

namespace Stratum.Storage;

/// <summary>
/// The sparse index of an open table in 48 bytes a block: a node holds one line for each series and day, a hundred thousand a month for some thousand
/// series.
/// </summary>
internal sealed class BlockIndex : IEnumerable<BlockEntry>
{
    private readonly Packed[] _blocks;
    private readonly long _dayStart;

    private BlockIndex(Packed[] blocks, long dayStart) => (_blocks, _dayStart) = (blocks, dayStart);

    public int Length => _blocks.Length;

    public BlockEntry this[int at]
    {
        get
        {
            ref readonly var block = ref _blocks[at];
            return new BlockEntry
            {
                SeriesId = block.SeriesId,
                Offset = block.Offset,
                Length = block.Length,
                Count = block.Count,
                MinTimestamp = _dayStart + block.MinSecond,
                MaxTimestamp = _dayStart + block.MaxSecond,
                MinArrival = block.MinArrival,
                MaxArrival = block.MinArrival + block.ArrivalSpan,
            };
        }
    }

    public uint SeriesAt(int at) => _blocks[at].SeriesId;

    /// <summary>Null when no row of the block has a position.</summary>
    public GeoExtent? ExtentAt(int at) => _blocks[at].Extent.ToExtent();

    /// <summary>Reads what <see cref="BlockLine.Write"/> wrote of a table of these days. Throws <see cref="InvalidDataException"/>.</summary>
    public static BlockIndex Read(ReadOnlySpan<byte> bytes, long day, long lastDay)
    {
        var input = new ByteReader(bytes);
        var blocks = new Packed[input.Count()];
        var dayStart = UtcDay.Start(day);
        for (var at = 0; at < blocks.Length; at++)
        {
            var (entry, extent) = BlockLine.Read(ref input);
            if (UtcDay.Of(entry.MinTimestamp) < day || UtcDay.Of(entry.MaxTimestamp) > lastDay || entry.MaxTimestamp < entry.MinTimestamp
                || entry.MaxTimestamp - dayStart > uint.MaxValue || entry.MaxArrival - entry.MinArrival > uint.MaxValue)
            {
                throw new InvalidDataException($"block {at} is of another day, or its arrivals are too far apart");
            }

            blocks[at] = new Packed
            {
                SeriesId = entry.SeriesId,
                Offset = entry.Offset,
                Length = entry.Length,
                Count = entry.Count,
                MinSecond = (uint)(entry.MinTimestamp - dayStart),
                MaxSecond = (uint)(entry.MaxTimestamp - dayStart),
                MinArrival = entry.MinArrival,
                ArrivalSpan = (uint)(entry.MaxArrival - entry.MinArrival),
                Extent = new PackedExtent(extent),
            };
        }

        return new BlockIndex(blocks, dayStart);
    }

    public IEnumerator<BlockEntry> GetEnumerator()
    {
        for (var at = 0; at < Length; at++)
        {
            yield return this[at];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private struct Packed
    {
        public long Offset;
        public long MinArrival;
        public PackedExtent Extent;
        public uint SeriesId;
        public int Length;
        public int Count;
        public uint MinSecond;
        public uint MaxSecond;
        public uint ArrivalSpan;
    }
}
