using System.Security.Cryptography;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>Much to carry: both ways, in every class, and live frames between it.</summary>
public sealed class TransferTests
{
    private const int TransferBytes = 4 * 1024 * 1024;

    [Theory]
    [EachTransport]
    internal async Task SendAsync_MegabytesBothWaysInEveryClass_ComeWholeAndInOrder(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);
        var transfers = new List<Task>();
        foreach (var trafficClass in Enum.GetValues<TrafficClass>())
        {
            transfers.Add(SendStreamAsync(pair.AtDialler, trafficClass, seed: 3 + (int)trafficClass));
            transfers.Add(SendStreamAsync(pair.AtListener, trafficClass, seed: 7 + (int)trafficClass));
        }

        var atListener = ReceiveStreamsAsync(pair.AtListener);
        var atDialler = ReceiveStreamsAsync(pair.AtDialler);
        await Task.WhenAll([.. transfers, atListener, atDialler]).WaitAsync(TimeSpan.FromSeconds(30));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(SHA256.HashData(Stream(3 + i)), (await atListener)[i]);
            Assert.Equal(SHA256.HashData(Stream(7 + i)), (await atDialler)[i]);
        }
    }

    [Theory]
    [EachTransport]
    internal async Task ReceiveAsync_LiveSentAfterBulk_ComesBeforeTheSecondBulkFrame(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);
        var bulk = new byte[IMeshConnection.FrameBytesMax];
        for (var i = 0; i < 3; i++)
        {
            await pair.AtDialler.SendNowAsync(TrafficClass.Bulk, bulk);
        }

        await Until.TrueAsync(() => pair.AtListener.Counters.FramesReceived(TrafficClass.Bulk) == 1, "the first bulk frame comes");
        await pair.AtDialler.SendNowAsync(TrafficClass.Live, 1);
        await Until.TrueAsync(() => pair.AtListener.Counters.FramesReceived(TrafficClass.Live) == 1, "the live frame comes past the bulk that waits");

        Assert.Equal(1, pair.AtDialler.Counters.FramesSent(TrafficClass.Bulk));
        Assert.Equal(1, pair.AtListener.Counters.FramesReceived(TrafficClass.Bulk));
        var first = await pair.AtListener.NextAsync();
        Assert.Equal(TrafficClass.Live, first!.Value.Class);
    }

    [Theory]
    [EachTransport]
    internal async Task SendAsync_LargestFrameAndOneByteMore_OnlyTheLargestIsTaken(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);

        await pair.AtDialler.SendNowAsync(TrafficClass.Bulk, new byte[IMeshConnection.FrameBytesMax]);
        var tooLarge = new byte[IMeshConnection.FrameBytesMax + 1];
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => pair.AtDialler.SendNowAsync(TrafficClass.Bulk, tooLarge));

        Assert.Equal(IMeshConnection.FrameBytesMax, (await pair.AtListener.NextBytesAsync()).Length);
    }

    [Theory]
    [EachTransport]
    internal async Task Counters_FramesOfEachSize_CountPayloadAndFraming(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);
        await pair.AtDialler.SendNowAsync(TrafficClass.Sync, new byte[10]);
        await pair.AtDialler.SendNowAsync(TrafficClass.Sync, new byte[20_000]);
        await pair.AtListener.NextAsync();
        await pair.AtListener.NextAsync();

        const long bytes = 10 + 20_000 + (2 * FrameHeader.Size);
        Assert.Equal(2, pair.AtDialler.Counters.FramesSent(TrafficClass.Sync));
        Assert.Equal(bytes, pair.AtDialler.Counters.BytesSent(TrafficClass.Sync));
        Assert.Equal(2, pair.AtListener.Counters.FramesReceived(TrafficClass.Sync));
        Assert.Equal(bytes, pair.AtListener.Counters.BytesReceived(TrafficClass.Sync));
        Assert.Equal(0, pair.AtListener.Counters.FramesReceived(TrafficClass.Live));
    }

    private static byte[] Stream(int seed)
    {
        var bytes = new byte[TransferBytes];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task SendStreamAsync(IMeshConnection connection, TrafficClass trafficClass, int seed)
    {
        var bytes = Stream(seed);
        var sizes = new Random(seed);
        for (var sent = 0; sent < bytes.Length;)
        {
            var size = Math.Min(bytes.Length - sent, sizes.Next(1, IMeshConnection.FrameBytesMax + 1));
            await connection.SendAsync(trafficClass, bytes.AsMemory(sent, size), CancellationToken.None);
            sent += size;
        }
    }

    private static async Task<byte[][]> ReceiveStreamsAsync(IMeshConnection connection)
    {
        IncrementalHash[] hashes = [.. Enumerable.Range(0, 3).Select(_ => IncrementalHash.CreateHash(HashAlgorithmName.SHA256))];
        for (var left = 3L * TransferBytes; left > 0;)
        {
            var frame = await connection.NextAsync();
            Assert.NotNull(frame);
            hashes[(int)frame.Value.Class].AppendData(frame.Value.Payload.Span);
            left -= frame.Value.Payload.Length;
        }

        byte[][] results = [.. hashes.Select(hash => hash.GetHashAndReset())];
        Array.ForEach(hashes, hash => hash.Dispose());
        return results;
    }
}
