namespace Stratum.Storage;

/// <summary>One line of the sparse index as it stands in the file.</summary>
/// <param name="Block">Where the block is.</param>
/// <param name="Extent">Null when no row has a position.</param>
internal readonly record struct BlockLine(BlockEntry Block, GeoExtent? Extent)
{
    /// <summary>The line of a block with these rows.</summary>
    public static BlockLine Of(uint seriesId, long offset, int length, BlockRows rows)
    {
        GeoExtent? extent = null;
        long low = long.MaxValue, high = 0;
        for (var at = 0; at < rows.Count; at++)
        {
            (low, high) = (Math.Min(low, rows.Arrivals[at]), Math.Max(high, rows.Arrivals[at]));
            if (rows.Places[at].Position is { } position)
            {
                var place = GeoExtent.Of(position);
                extent = extent is null ? place : extent.Covers(place) ? extent : extent.Union(place);
            }
        }

        var block = new BlockEntry
        {
            SeriesId = seriesId,
            Offset = offset,
            Length = length,
            Count = rows.Count,
            MinTimestamp = rows.Timestamps[0],
            MaxTimestamp = rows.Timestamps[^1],
            MinArrival = low,
            MaxArrival = high,
        };
        return new BlockLine(block, extent);
    }

    public static void Write(ByteWriter output, ReadOnlySpan<BlockLine> lines)
    {
        output.Varint((uint)lines.Length);
        foreach (var line in lines)
        {
            var entry = line.Block;
            output.Varint(entry.SeriesId);
            output.Varint((ulong)entry.Offset);
            output.Varint((uint)entry.Length);
            output.Varint((uint)entry.Count);
            output.Varint((ulong)entry.MinTimestamp);
            output.Varint((ulong)(entry.MaxTimestamp - entry.MinTimestamp));
            output.Varint((ulong)entry.MinArrival);
            output.Varint((ulong)(entry.MaxArrival - entry.MinArrival));
            output.Byte(line.Extent is null ? (byte)0 : (byte)1);
            if (line.Extent is { } extent)
            {
                output.Double(extent.South);
                output.Double(extent.North);
                output.Double(extent.West);
                output.Double(extent.East);
            }
        }
    }

    /// <summary>Reads one line of what <see cref="Write"/> wrote behind its number of lines.</summary>
    public static BlockLine Read(ref ByteReader input)
    {
        var seriesId = checked((uint)input.Varint());
        var offset = checked((long)input.Varint());
        var length = checked((int)input.Varint());
        var count = checked((int)input.Varint());
        var minTimestamp = (long)input.Varint();
        var maxTimestamp = minTimestamp + (long)input.Varint();
        var minArrival = (long)input.Varint();
        var maxArrival = minArrival + (long)input.Varint();
        var block = new BlockEntry
        {
            SeriesId = seriesId,
            Offset = offset,
            Length = length,
            Count = count,
            MinTimestamp = minTimestamp,
            MaxTimestamp = maxTimestamp,
            MinArrival = minArrival,
            MaxArrival = maxArrival,
        };
        var extent = input.Byte() == 0 ? null : new GeoExtent(input.Double(), input.Double(), input.Double(), input.Double());
        return new BlockLine(block, extent);
    }
}
