namespace Stratum.Storage;

/// <summary>Varints in bytes that were never checked.</summary>
internal static class Varints
{
    private const int BytesMax = 10;

    /// <summary>The offset behind the varint at an offset; -1 when it does not end, or the offset is -1.</summary>
    public static int Skip(ReadOnlySpan<byte> bytes, int at)
    {
        for (var length = 0; at >= 0 && length < BytesMax && at < bytes.Length; length++)
        {
            if (bytes[at++] < 0x80)
            {
                return at;
            }
        }

        return -1;
    }
}
