namespace Stratum.Storage;

/// <summary>One line of the sparse index: where a block is and what cannot be in it.</summary>
internal readonly record struct BlockEntry
{
    public required uint SeriesId { get; init; }

    public required long Offset { get; init; }

    public required int Length { get; init; }

    public required int Count { get; init; }

    public required long MinTimestamp { get; init; }

    public required long MaxTimestamp { get; init; }

    public required long MinArrival { get; init; }

    public required long MaxArrival { get; init; }

    /// <summary>Null when no row has a position.</summary>
    public required GeoExtent? Extent { get; init; }

    public static void Write(ByteWriter output, ReadOnlySpan<BlockEntry> entries)
    {
        output.Varint((uint)entries.Length);
        foreach (var entry in entries)
        {
            output.Varint(entry.SeriesId);
            output.Varint((ulong)entry.Offset);
            output.Varint((uint)entry.Length);
            output.Varint((uint)entry.Count);
            output.Varint((ulong)entry.MinTimestamp);
            output.Varint((ulong)(entry.MaxTimestamp - entry.MinTimestamp));
            output.Varint((ulong)entry.MinArrival);
            output.Varint((ulong)(entry.MaxArrival - entry.MinArrival));
            output.Byte(entry.Extent is null ? (byte)0 : (byte)1);
            if (entry.Extent is { } extent)
            {
                output.Double(extent.South);
                output.Double(extent.North);
                output.Double(extent.West);
                output.Double(extent.East);
            }
        }
    }

    /// <summary>Reads one line of what <see cref="Write"/> wrote behind its number of lines.</summary>
    public static BlockEntry Read(ref ByteReader input)
    {
        var seriesId = checked((uint)input.Varint());
        var offset = checked((long)input.Varint());
        var length = checked((int)input.Varint());
        var count = checked((int)input.Varint());
        var minTimestamp = (long)input.Varint();
        var maxTimestamp = minTimestamp + (long)input.Varint();
        var minArrival = (long)input.Varint();
        var maxArrival = minArrival + (long)input.Varint();
        return new BlockEntry
        {
            SeriesId = seriesId,
            Offset = offset,
            Length = length,
            Count = count,
            MinTimestamp = minTimestamp,
            MaxTimestamp = maxTimestamp,
            MinArrival = minArrival,
            MaxArrival = maxArrival,
            Extent = input.Byte() == 0 ? null : new GeoExtent(input.Double(), input.Double(), input.Double(), input.Double()),
        };
    }
}
