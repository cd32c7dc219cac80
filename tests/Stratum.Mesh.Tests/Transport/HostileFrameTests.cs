using System.Buffers.Binary;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>Peers with a good certificate and bad frames: the connection ends with its reason, and others are served.</summary>
public sealed class HostileFrameTests
{
    private const byte Live = 0;

    private static readonly int FramesInWindow = FlowWindow.Of(TrafficClass.Live) / FlowWindow.Cost(0);

    [Theory]
    [EachTransport]
    internal Task Receive_LengthOfOneGigabyte_IsMalformed(TransportKind kind) => AssertEndsAsync(kind, RefusalReason.Malformed, Header(1 << 30, Live));

    [Theory]
    [EachTransport]
    internal Task Receive_LengthOneAboveTheLimit_IsMalformed(TransportKind kind) =>
        AssertEndsAsync(kind, RefusalReason.Malformed, Header(IMeshConnection.FrameBytesMax + 1, Live));

    [Theory]
    [EachTransport]
    internal Task Receive_Garbage_IsMalformed(TransportKind kind)
    {
        var garbage = new byte[300];
        new Random(17).NextBytes(garbage);
        return AssertEndsAsync(kind, RefusalReason.Malformed, garbage);
    }

    [Theory]
    [EachTransport]
    internal Task Receive_UnknownKind_IsMalformed(TransportKind kind) => AssertEndsAsync(kind, RefusalReason.Malformed, Header(0, FrameHeader.End + 1));

    [Theory]
    [EachTransport]
    internal Task Receive_CreditForWhatWasNotSent_IsMalformed(TransportKind kind) =>
        AssertEndsAsync(kind, RefusalReason.Malformed, [.. Header(FrameHeader.CreditPayloadSize, FrameHeader.Credit), Live, 0, 0, 0, 1]);

    [Theory]
    [EachTransport]
    internal Task Receive_CreditOfNothing_IsMalformed(TransportKind kind) =>
        AssertEndsAsync(kind, RefusalReason.Malformed, [.. Header(FrameHeader.CreditPayloadSize, FrameHeader.Credit), Live, 0, 0, 0, 0]);

    [Theory]
    [EachTransport]
    internal Task Receive_CreditForNoClass_IsMalformed(TransportKind kind) =>
        AssertEndsAsync(kind, RefusalReason.Malformed, [.. Header(FrameHeader.CreditPayloadSize, FrameHeader.Credit), 3, 0, 0, 0, 1]);

    [Theory]
    [EachTransport]
    internal Task Receive_BytesAfterTheEnd_IsMalformed(TransportKind kind) =>
        kind == TransportKind.Tcp
            ? AssertEndsAsync(kind, RefusalReason.None, [.. Header(0, FrameHeader.End), 1])
            : AssertEndsAsync(kind, RefusalReason.Malformed, [.. Header(0, FrameHeader.End), 1]);

    [QuicFact]
    public Task Receive_BulkFrameOnTheLiveStream_IsMalformed() =>
        AssertEndsAsync(TransportKind.Quic, RefusalReason.Malformed, Header(0, (byte)TrafficClass.Bulk));

    [Theory]
    [EachTransport]
    internal async Task Receive_WindowExactlyFull_IsBorne(TransportKind kind)
    {
        await using var listener = await TestNode.ListenAsync(kind);
        await using var peer = await RawPeer.OpenAsync(kind, listener.Address);
        var connection = await listener.AcceptAsync();

        await peer.WriteAsync(Repeat(Header(0, Live), FramesInWindow));

        await Until.TrueAsync(() => connection.Counters.FramesReceived(TrafficClass.Live) == FramesInWindow, "the whole window of empty frames comes in");
        Assert.Empty(await connection.NextBytesAsync());
    }

    [Theory]
    [EachTransport]
    internal Task Receive_OneFrameAboveTheWindow_IsOverBudget(TransportKind kind) =>
        AssertEndsAsync(kind, RefusalReason.OverBudget, Repeat(Header(0, Live), FramesInWindow + 1), FramesInWindow + 1);

    [Theory]
    [EachTransport]
    internal async Task Receive_EndOfStreamWithoutEnd_IsBroken(TransportKind kind)
    {
        await using var listener = await TestNode.ListenAsync(kind);
        await using var peer = await RawPeer.OpenAsync(kind, listener.Address);
        var connection = await listener.AcceptAsync();

        peer.Finish();

        await Assert.ThrowsAnyAsync<IOException>(() => connection.NextAsync());
    }

    private static async Task AssertEndsAsync(TransportKind kind, RefusalReason reason, byte[] bytes, int framesBefore = 0)
    {
        await using var listener = await TestNode.ListenAsync(kind);
        await using var peer = await RawPeer.OpenAsync(kind, listener.Address);
        var connection = await listener.AcceptAsync();

        await peer.WriteAsync(bytes);
        await Until.TrueAsync(() => connection.Counters.FramesReceived(TrafficClass.Live) >= framesBefore, "all frames come before any is taken");

        if (reason == RefusalReason.None)
        {
            Assert.Null(await connection.NextAsync());
        }
        else
        {
            Assert.Equal(reason, (await Assert.ThrowsAsync<MeshConnectException>(() => DrainAsync(connection))).Reason);
            await Assert.ThrowsAnyAsync<IOException>(() => connection.SendNowAsync(TrafficClass.Live, 1));
        }

        await using var honest = new TestNode(kind);
        var served = await honest.DialAsync(listener);
        await served.SendNowAsync(TrafficClass.Live, 7);
        Assert.Equal([7], await (await listener.AcceptAsync()).NextBytesAsync());
    }

    private static async Task DrainAsync(IMeshConnection connection)
    {
        while (await connection.NextAsync() is not null)
        {
            // What came before.
        }
    }

    private static byte[] Header(int length, byte kind)
    {
        var header = new byte[FrameHeader.Size];
        BinaryPrimitives.WriteInt32BigEndian(header, length);
        header[4] = kind;
        return header;
    }

    private static byte[] Repeat(byte[] unit, int count)
    {
        var bytes = new byte[unit.Length * count];
        for (var i = 0; i < count; i++)
        {
            unit.CopyTo(bytes, i * unit.Length);
        }

        return bytes;
    }
}
