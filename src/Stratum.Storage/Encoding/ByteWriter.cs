using System.Buffers.Binary;
using System.Text;

namespace Stratum.Storage;

/// <summary>A growing buffer that is filled from the start and used again. Fixed-width numbers are little-endian.</summary>
internal sealed class ByteWriter(int initialCapacity = 4096)
{
    /// <summary>UTF-8 that refuses unpaired surrogates: replacing them would change signed content.</summary>
    public static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] _buffer = new byte[initialCapacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Truncate(int length) => Length = length;

    /// <summary>Makes room for bytes at the end and counts them as written.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_buffer.Length - Length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + count));
        }

        var span = _buffer.AsSpan(Length, count);
        Length += count;
        return span;
    }

    public void Byte(byte value) => Reserve(1)[0] = value;

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), value);

    /// <summary>All 64 bits of a double, so that -0.0 and every subnormal come back as they were.</summary>
    public void Double(double value) => Int64(BitConverter.DoubleToInt64Bits(value));

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Seven bits a byte, lowest first (LEB128).</summary>
    public void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    /// <summary>A signed number whose magnitude is small: zigzag, then varint.</summary>
    public void ZigZag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    public void Text(string text)
    {
        Varint((ulong)StrictUtf8.GetByteCount(text));
        var start = Length;
        var span = Reserve(StrictUtf8.GetMaxByteCount(text.Length));
        Truncate(start + StrictUtf8.GetBytes(text, span));
    }

    /// <summary>Overwrites four bytes that were written before.</summary>
    public void PatchUInt32(int position, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(position, 4), value);
}
