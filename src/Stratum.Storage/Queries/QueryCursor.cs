using System.Buffers.Binary;
using System.Buffers.Text;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// The text form of a <see cref="RowKey"/>: version byte, timestamp, series, content_id, CRC, in base64url. The key says nothing of
/// tables, so that flush, merge and restart leave it valid; the CRC keeps typing errors from turning into another place.
/// </summary>
internal static class QueryCursor
{
    private const byte Version = 1;
    private const int Bytes = 1 + 8 + 4 + Hash256.Size + 4;

    public static string Format(RowKey key)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], key.Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[9..], key.SeriesId);
        key.ContentId.Hash.CopyTo(bytes[13..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[45..], Crc32C.MaskedOf(bytes[..45]));
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryParse(string text, out RowKey key)
    {
        key = default;
        Span<byte> bytes = stackalloc byte[Bytes];
        if (text.Length != Base64Url.GetEncodedLength(Bytes)
            || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written)
            || written != Bytes
            || bytes[0] != Version
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[45..]) != Crc32C.MaskedOf(bytes[..45]))
        {
            return false;
        }

        key = new RowKey(
            BinaryPrimitives.ReadInt64BigEndian(bytes[1..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[9..]),
            new ContentId(new Hash256(bytes.Slice(13, Hash256.Size))));
        return key.Timestamp >= 0;
    }
}
