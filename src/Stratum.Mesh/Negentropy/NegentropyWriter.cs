using Stratum.Core;

namespace Stratum.Mesh.Negentropy;

/// <summary>Writes a message.</summary>
internal sealed class NegentropyWriter
{
    private byte[] _buffer = new byte[256];
    private ulong _timestamp;

    /// <summary>Bytes written; what lies behind a smaller value is taken back.</summary>
    public int Length { get; set; }

    public byte[] ToArray() => _buffer[..Length];

    public void Byte(byte value) => Reserve(1)[0] = value;

    public void Varint(ulong value) => NegentropyVarint.Write(Reserve(NegentropyVarint.LengthOf(value)), value);

    public void Id(ContentId id) => id.Hash.CopyTo(Reserve(Hash256.Size));

    public void Range(in NegentropyBound end, NegentropyMode mode)
    {
        if (end.Timestamp == NegentropyBound.Infinity)
        {
            Varint(0);
            _timestamp = NegentropyBound.Infinity;
        }
        else
        {
            Varint(end.Timestamp - _timestamp + 1);
            _timestamp = end.Timestamp;
        }

        Varint((ulong)end.Length);
        Span<byte> id = stackalloc byte[Hash256.Size];
        end.Id.CopyTo(id);
        id[..end.Length].CopyTo(Reserve(end.Length));
        Varint((ulong)mode);
    }

    public void Fingerprint(ReadOnlySpan<ReconciliationItem> items) => NegentropyFingerprint.Write(items, Reserve(NegentropyFingerprint.Size));

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - Length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + count));
        }

        Length += count;
        return _buffer.AsSpan(Length - count, count);
    }
}
