using System.Net;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>What a connection does between two honest nodes.</summary>
public sealed class LinkTests
{
    [Theory]
    [EachTransport]
    internal async Task DialAsync_TwoNodes_EachKnowsTheOtherByItsKeyAndCertificate(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);

        Assert.Equal(pair.Listener.Key.NodeId, pair.AtDialler.PeerId);
        Assert.Equal(pair.Dialler.Key.NodeId, pair.AtListener.PeerId);
        Assert.Equal(pair.Listener.Certificate.Hash, pair.AtDialler.PeerCertificateHash);
        Assert.Equal(pair.Dialler.Certificate.Hash, pair.AtListener.PeerCertificateHash);
        Assert.Equal(pair.AtListener.LocalCertificateHash, pair.AtDialler.PeerCertificateHash);
        Assert.True(pair.AtDialler.IsDialler);
        Assert.False(pair.AtListener.IsDialler);
        Assert.Equal(kind.ToString(), pair.AtListener.Transport, ignoreCase: true);
    }

    [Theory]
    [EachTransport]
    internal async Task SendAsync_EachClassBothWays_ComesWholeInItsClass(TransportKind kind)
    {
        await using var pair = await Pair.ConnectAsync(kind);
        foreach (var trafficClass in Enum.GetValues<TrafficClass>())
        {
            await pair.AtDialler.SendNowAsync(trafficClass, 1, 2, (byte)trafficClass);
            var there = await pair.AtListener.NextAsync();
            await pair.AtListener.SendNowAsync(trafficClass, 9, (byte)trafficClass);
            var back = await pair.AtDialler.NextAsync();

            Assert.Equal(trafficClass, there!.Value.Class);
            Assert.Equal([1, 2, (byte)trafficClass], there.Value.Payload.ToArray());
            Assert.Equal(trafficClass, back!.Value.Class);
            Assert.Equal([9, (byte)trafficClass], back.Value.Payload.ToArray());
        }
    }

    [Theory]
    [EachTransport]
    internal async Task DialAsync_AgainAfterALink_ChecksTheCertificateAgain(TransportKind kind)
    {
        await using var listener = await TestNode.ListenAsync(kind);
        await using var dialler = new TestNode(kind);
        for (var i = 0; i < 3; i++)
        {
            // A resumed TLS session would have no certificate to check, and end in BadCertificate.
            await using var connection = await dialler.DialAsync(listener);
            var accepted = await listener.AcceptAsync();
            await connection.SendNowAsync(TrafficClass.Live, (byte)i);

            Assert.Equal([(byte)i], await accepted.NextBytesAsync());
            Assert.Equal(dialler.Certificate.Hash, accepted.PeerCertificateHash);
            Assert.Equal(listener.Certificate.Hash, connection.PeerCertificateHash);
        }
    }

    [Theory]
    [EachTransport]
    internal async Task ListenAsync_OnBothFamilies_NamesAnIpv4PeerByItsIpv4Address(TransportKind kind)
    {
        await using var listener = new TestNode(kind);
        await using var dialler = new TestNode(kind);
        var accepted = new TaskCompletionSource<IMeshConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        var bound = await listener.Transport.ListenAsync(new IPEndPoint(IPAddress.IPv6Any, 0), accepted.SetResult, CancellationToken.None);

        await using var connection = await dialler.Transport.DialAsync(new IPEndPoint(IPAddress.Loopback, bound.Port), CancellationToken.None);
        await using var there = await accepted.Task.WaitAsync(TestNode.Patience);

        Assert.Equal(IPAddress.Loopback, there.RemoteEndPoint.Address);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, bound.Port), connection.RemoteEndPoint);
    }

    [Theory]
    [EachTransport]
    internal async Task ListenAsync_ReceiverThrows_OthersAreServed(TransportKind kind)
    {
        await using var listener = new TestNode(kind);
        await using var dialler = new TestNode(kind);
        var accepted = new TaskCompletionSource<IMeshConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        var bound = await listener.Transport.ListenAsync(
            listener.Address,
            connection => accepted.SetResult(
                Interlocked.Increment(ref calls) == 1 ? throw new InvalidOperationException("a fault of the receiver") : connection),
            CancellationToken.None);

        // It may end before the dialler has heard that it was up, or right after.
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await using var first = await dialler.Transport.DialAsync(bound, CancellationToken.None);
            await first.NextAsync();
        });
        await using var second = await dialler.Transport.DialAsync(bound, CancellationToken.None);
        await using var there = await accepted.Task.WaitAsync(TestNode.Patience);

        Assert.Equal(dialler.Key.NodeId, there.PeerId);
    }
}
