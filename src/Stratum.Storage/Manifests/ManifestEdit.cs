namespace Stratum.Storage;

/// <summary>One change of the store's shape. It takes effect whole or not at all: an edit is one record.</summary>
internal sealed record ManifestEdit
{
    public IReadOnlyList<TableRecord> Added { get; init; } = [];

    public IReadOnlyList<TableRecord> Removed { get; init; } = [];

    /// <summary>Days and the position in the log up to which their rows are in tables.</summary>
    public IReadOnlyList<(long Day, WalPosition Through)> Flushed { get; init; } = [];

    public required long RetentionFloor { get; init; }

    /// <summary>Below it nothing of unknown signers is kept: the disk was full.</summary>
    public required long UnknownFloor { get; init; }

    public required ulong NextFile { get; init; }

    public required uint NextSeriesId { get; init; }

    public required ulong NextSegment { get; init; }

    public required long LastArrival { get; init; }

    /// <summary>Bytes passed to write() since the store was made, for its statistics.</summary>
    public required long BytesWritten { get; init; }

    /// <summary>Below it nothing of trusted signers is kept: the store was over its quota.</summary>
    public long TrustedFloor { get; init; }

    /// <summary>Below it nothing of one's own is kept.</summary>
    public long OwnFloor { get; init; }

    /// <summary>The life of the store; see <see cref="Core.ArrivalEpoch"/>. 0 in version 1.</summary>
    public Core.ArrivalEpoch Epoch { get; init; }

    /// <summary>Unix seconds by which age is counted (<see cref="RetentionClock"/>); 0 in edits of versions before 2026-12.</summary>
    public long Present { get; init; }

    /// <summary>How often the floors were lowered: of two edits the one with more counts, whatever its floors are.</summary>
    public uint Lowered { get; init; }

    public void Write(ByteWriter output)
    {
        WriteTables(output, Added);
        WriteTables(output, Removed);
        output.Varint((uint)Flushed.Count);
        foreach (var (day, through) in Flushed)
        {
            output.Varint((ulong)day);
            output.Varint(through.Segment);
            output.Varint((ulong)through.Offset);
        }

        output.Varint((ulong)RetentionFloor);
        output.Varint((ulong)UnknownFloor);
        output.Varint(NextFile);
        output.Varint(NextSeriesId);
        output.Varint(NextSegment);
        output.Varint((ulong)LastArrival);
        output.Varint((ulong)BytesWritten);
        output.Varint((ulong)TrustedFloor);
        output.Varint((ulong)OwnFloor);
        output.UInt64(Epoch.Id);
        output.Varint((ulong)Epoch.BareThrough);
        WriteSpans(output);
        output.Varint((ulong)Present);
        output.Varint(Lowered);
    }

    public static ManifestEdit Read(ReadOnlySpan<byte> payload)
    {
        var input = new ByteReader(payload);
        var added = ReadTables(ref input);
        var removed = ReadTables(ref input);
        var flushed = new (long, WalPosition)[input.Count()];
        for (var at = 0; at < flushed.Length; at++)
        {
            flushed[at] = ((long)input.Varint(), new WalPosition(input.Varint(), (long)input.Varint()));
        }

        var edit = new ManifestEdit
        {
            Added = added,
            Removed = removed,
            Flushed = flushed,
            RetentionFloor = (long)input.Varint(),
            UnknownFloor = (long)input.Varint(),
            NextFile = input.Varint(),
            NextSeriesId = checked((uint)input.Varint()),
            NextSegment = input.Varint(),
            LastArrival = (long)input.Varint(),
            BytesWritten = (long)input.Varint(),
        };
        // Version 1 ends here.
        if (input.Remaining == 0)
        {
            return edit;
        }

        edit = edit with
        {
            TrustedFloor = (long)input.Varint(),
            OwnFloor = (long)input.Varint(),
            Epoch = new Core.ArrivalEpoch(input.UInt64(), (long)input.Varint()),
            Added = ReadSpans(ref input, added),
        };
        // As did version 2 for some days of its development.
        return input.Remaining == 0 ? edit : edit with { Present = (long)input.Varint(), Lowered = checked((uint)input.Varint()) };
    }

    // Of the added tables those that span days, by their place in the list.
    private void WriteSpans(ByteWriter output)
    {
        output.Varint((uint)Added.Count(static table => table.IsKept));
        for (var at = 0; at < Added.Count; at++)
        {
            if (Added[at].IsKept)
            {
                output.Varint((uint)at);
                output.Varint((uint)Added[at].Days);
            }
        }
    }

    private static TableRecord[] ReadSpans(ref ByteReader input, TableRecord[] added)
    {
        for (var left = input.Count(); left > 0; left--)
        {
            var at = input.Varint();
            if (at >= (ulong)added.Length)
            {
                throw new InvalidDataException($"the days of table {at} of {added.Length}");
            }

            added[at] = added[at] with { Days = checked((int)input.Varint()) };
        }

        return added;
    }

    private static void WriteTables(ByteWriter output, IReadOnlyList<TableRecord> tables)
    {
        output.Varint((uint)tables.Count);
        foreach (var table in tables)
        {
            output.Varint(table.Number);
            output.Varint((ulong)table.Day);
        }
    }

    private static TableRecord[] ReadTables(ref ByteReader input)
    {
        var tables = new TableRecord[input.Count()];
        for (var at = 0; at < tables.Length; at++)
        {
            tables[at] = new TableRecord(input.Varint(), (long)input.Varint());
        }

        return tables;
    }
}
