namespace Stratum.Storage;

/// <summary>
/// What the rows of a record are differences to: those of its first row. It stands in front of the rows and, when they are several, behind them.
/// </summary>
/// <param name="Count">Rows in the record.</param>
/// <param name="Timestamp">Unix seconds.</param>
/// <param name="Arrival">Arrival number.</param>
/// <param name="DelayMs">received_at less the timestamp.</param>
internal readonly record struct WalRowHead(int Count, long Timestamp, long Arrival, long DelayMs)
{
    private const int MsOfASecond = 1000;

    public static WalRowHead Of(ReadOnlySpan<WalRow> rows) =>
        new(rows.Length, rows[0].Stored.Timestamp, rows[0].Stored.ArrivalNumber, DelayOf(rows[0].Stored.Timestamp, rows[0].Stored.ReceivedAtMs));

    public static long DelayOf(long timestamp, long receivedAtMs) => receivedAtMs - (timestamp * MsOfASecond);

    public static long ReceivedAtMs(long timestamp, long delayMs) => (timestamp * MsOfASecond) + delayMs;

    /// <param name="output">Gets it.</param>
    /// <param name="isEnd">Whether it stands behind the rows.</param>
    /// <param name="salt">Of the segment.</param>
    /// <param name="bufferOffset">Offset in the file at which the buffer will be written.</param>
    public void Write(ByteWriter output, bool isEnd, ulong salt, long bufferOffset)
    {
        var start = output.Length;
        output.Varint(((ulong)Count << 1) | (isEnd ? 1u : 0));
        output.Varint((ulong)Timestamp);
        output.Varint((ulong)Arrival);
        output.ZigZag(DelayMs);
        output.UInt32(WalFormat.RecordCrc(salt, bufferOffset + start, output.Written[start..]));
    }

    /// <summary>Reads one, its CRC included. Throws <see cref="InvalidDataException"/> for bytes that cannot be one.</summary>
    public static (WalRowHead Head, bool IsEnd) Read(ref ByteReader input)
    {
        var count = input.Varint();
        if (count >> 1 is 0 or > WalFormat.MaxRowsPerRecord)
        {
            throw new InvalidDataException($"a record of {count >> 1} rows");
        }

        var head = new WalRowHead((int)(count >> 1), (long)input.Varint(), (long)input.Varint(), input.ZigZag());
        input.UInt32();
        return (head, (count & 1) != 0);
    }

    /// <summary>Bytes of the head that may begin here; 0 when none can. For bytes that were never checked, so it throws nothing.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        var at = Varints.Skip(bytes, 0);
        // Three bytes say more rows than a record has.
        if (at is < 0 or > 2)
        {
            return 0;
        }

        for (var field = 0; field < 3 && at >= 0; field++)
        {
            at = Varints.Skip(bytes, at);
        }

        return at < 0 || bytes.Length - at < sizeof(uint) ? 0 : at + sizeof(uint);
    }
}
