using System.Buffers.Binary;

namespace Stratum.Storage;

/// <summary>
/// Reads what <see cref="ByteWriter"/> wrote. Bytes reach it only after their CRC was checked, so that a value out of place is a
/// wrong file rather than a flipped bit; it throws <see cref="InvalidDataException"/>, which callers turn into their integrity error.
/// </summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Remaining => _rest.Length;

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new InvalidDataException($"{count} bytes expected, {_rest.Length} left");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public byte Byte() => Bytes(1)[0];

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    public double Double() => BitConverter.Int64BitsToDouble(Int64());

    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a varint of more than ten bytes");
    }

    /// <summary>A varint that counts things of at least one byte each, so that it can never exceed what is left.</summary>
    public int Count()
    {
        var count = Varint();
        return count <= (ulong)_rest.Length ? (int)count : throw new InvalidDataException($"{count} items announced in {_rest.Length} bytes");
    }

    public long ZigZag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public string Text() => ByteWriter.StrictUtf8.GetString(Bytes(Count()));
}
