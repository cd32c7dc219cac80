namespace Stratum.Storage;

/// <summary>Frames a record: begin, write the payload, end.</summary>
internal static class LogRecord
{
    /// <summary>Leaves room for length and CRC; returns the position that <see cref="End"/> needs.</summary>
    public static int Begin(ByteWriter output, WalRecordType type)
    {
        var start = output.Length;
        output.UInt64(0);
        output.Byte((byte)type);
        return start;
    }

    /// <summary>Fills in length and CRC and pads to the alignment.</summary>
    /// <param name="output">Holds the record from <paramref name="start"/> on.</param>
    /// <param name="start">Where it began in the buffer.</param>
    /// <param name="salt">Of the file.</param>
    /// <param name="bufferOffset">Offset in the file at which the buffer will be written.</param>
    public static void End(ByteWriter output, int start, ulong salt, long bufferOffset)
    {
        var typeAndPayload = output.Written[(start + 8)..];
        if (typeAndPayload.Length - 1 > WalFormat.MaxPayloadBytes)
        {
            throw new InvalidOperationException($"a record of {typeAndPayload.Length - 1} bytes, {WalFormat.MaxPayloadBytes} are allowed");
        }

        output.PatchUInt32(start, (uint)(typeAndPayload.Length - 1));
        output.PatchUInt32(start + 4, WalFormat.RecordCrc(salt, bufferOffset + start, typeAndPayload));
        output.Reserve((int)(WalFormat.Align(output.Length) - output.Length)).Clear();
    }
}
