namespace Stratum.Mesh.Transport;

/// <summary>
/// The first bytes after TLS. The dialler writes one byte on each stream, its number: a QUIC stream that nobody wrote to does not exist
/// for the other end. The listener answers one byte on the first stream, once it has checked the dialler's certificate and has all streams:
/// a TLS 1.3 client is done before its certificate is looked at, so without this an <c>auto</c> dial could be won by a connection that is refused.
/// </summary>
internal static class ConnectionPreface
{
    private const byte Accepted = 0;

    /// <summary>The dialler's part.</summary>
    public static async Task OpenAsync(IReadOnlyList<Stream> streams, CancellationToken cancellationToken)
    {
        for (var i = 0; i < streams.Count; i++)
        {
            await streams[i].WriteAsync(new[] { (byte)i }, cancellationToken);
        }

        var answer = await ReadByteAsync(streams[0], cancellationToken);
        if (answer != Accepted)
        {
            throw new MeshConnectException(RefusalReason.Malformed, $"the listener answered {answer}, not {Accepted}");
        }
    }

    /// <summary>The listener's part: puts a stream in its place among <paramref name="streams"/>.</summary>
    public static async Task AcceptAsync(Stream stream, Stream?[] streams, CancellationToken cancellationToken)
    {
        var number = await ReadByteAsync(stream, cancellationToken);
        if (number >= streams.Length || streams[number] is not null)
        {
            throw new MeshConnectException(
                RefusalReason.Malformed,
                $"the dialler opened a stream as number {number}; 0 to {streams.Length - 1}, each once, are expected");
        }

        streams[number] = stream;
    }

    /// <summary>The listener's answer.</summary>
    public static ValueTask ConfirmAsync(Stream stream, CancellationToken cancellationToken) => stream.WriteAsync(new[] { Accepted }, cancellationToken);

    private static async Task<byte> ReadByteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var one = new byte[1];
        await stream.ReadExactlyAsync(one, cancellationToken);
        return one[0];
    }
}
