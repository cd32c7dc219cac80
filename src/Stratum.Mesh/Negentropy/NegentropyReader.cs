using Stratum.Core;

namespace Stratum.Mesh.Negentropy;

/// <summary>Reads a message of the other end. Everything it throws is <see cref="InvalidDataException"/>.</summary>
internal ref struct NegentropyReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;
    private ulong _timestamp;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte() => Bytes(1)[0];

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _rest.Length)
        {
            throw new InvalidDataException($"the message ends where {count} more bytes should be");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public ulong Varint()
    {
        ulong value = 0;
        while (true)
        {
            var digit = Byte();
            if (value >> 57 != 0)
            {
                throw new InvalidDataException("a number of more than 64 bits");
            }

            value = (value << 7) | (digit & 0x7Fu);
            if (digit < 0x80)
            {
                return value;
            }
        }
    }

    public NegentropyBound Bound()
    {
        var offset = Varint();
        if (offset == 0 || _timestamp == NegentropyBound.Infinity)
        {
            _timestamp = NegentropyBound.Infinity;
        }
        else if (offset - 1 >= NegentropyBound.Infinity - _timestamp)
        {
            throw new InvalidDataException("a timestamp beyond the end of time");
        }
        else
        {
            _timestamp += offset - 1;
        }

        var length = Varint();
        if (length > Hash256.Size)
        {
            throw new InvalidDataException($"{length} bytes of an id");
        }

        Span<byte> id = stackalloc byte[Hash256.Size];
        id.Clear();
        Bytes((int)length).CopyTo(id);
        return new NegentropyBound(_timestamp, new Hash256(id), (int)length);
    }

    /// <summary>The number of ids of a list, which are all there.</summary>
    public int IdCount()
    {
        var count = Varint();
        return count <= (ulong)(_rest.Length / Hash256.Size) ? (int)count : throw new InvalidDataException($"{count} ids announced in {_rest.Length} bytes");
    }
}
