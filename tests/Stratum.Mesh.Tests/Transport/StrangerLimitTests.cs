using System.Net;
using System.Net.Sockets;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>What a stranger may cost before it is a link: time, places, and what comes over the socket.</summary>
public sealed class StrangerLimitTests
{
    private static readonly TransportOptions Impatient = new() { HandshakeTimeout = TimeSpan.FromSeconds(2) };

    private static readonly TransportOptions TwoForEach = new() { UnadmittedPerAddressMax = 2 };

    [Theory]
    [EachTransport]
    internal async Task Listen_PeerSilentAfterTls_IsTimedOutAndOthersAreServed(TransportKind kind)
    {
        await using var listener = await TestNode.ListenAsync(kind, Impatient);
        await using var silent = await RawPeer.ConnectAsync(kind, listener.Address);

        await Until.TrueAsync(() => listener.Refusals.Of(RefusalReason.HandshakeTimeout) == 1, "the silent peer is timed out and counted");

        Assert.Equal(0, listener.AcceptedCount);
        await AssertServesAsync(kind, listener);
    }

    [Fact]
    public async Task Listen_TcpPeerThatTricklesItsHandshake_IsTimedOutAndOthersAreServed()
    {
        await using var listener = await TestNode.ListenAsync(TransportKind.Tcp, Impatient with { UnadmittedPerAddressMax = 2 });
        using var trickling = new TcpClient();
        await trickling.ConnectAsync(listener.Address);
        await trickling.GetStream().WriteAsync(new byte[] { 0x16, 0x03, 0x01 });
        await AssertServesAsync(TransportKind.Tcp, listener);

        await Until.TrueAsync(() => listener.Refusals.Of(RefusalReason.HandshakeTimeout) == 1, "the trickling peer is timed out and counted");

        // The listener is done with it: a reset or an end.
        var read = 0;
        await Record.ExceptionAsync(async () => read = await trickling.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TestNode.Patience));
        Assert.Equal(0, read);
    }

    [Fact]
    public async Task Listen_GarbageInPlaceOfTls_IsMalformedAndOthersAreServed()
    {
        await using var listener = await TestNode.ListenAsync(TransportKind.Tcp);
        using var garbling = new TcpClient();
        await garbling.ConnectAsync(listener.Address);
        await garbling.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());

        await Until.TrueAsync(() => listener.Refusals.Of(RefusalReason.Malformed) == 1, "garbage is counted");

        await AssertServesAsync(TransportKind.Tcp, listener);
    }

    [QuicFact]
    public async Task Listen_GarbageDatagrams_AreIgnoredAndOthersAreServed()
    {
        await using var listener = await TestNode.ListenAsync(TransportKind.Quic);
        using var udp = new UdpClient(AddressFamily.InterNetwork);
        var random = new Random(23);
        var datagram = new byte[1200];
        for (var i = 0; i < 200; i++)
        {
            random.NextBytes(datagram);
            await udp.SendAsync(datagram, listener.Address);
        }

        await AssertServesAsync(TransportKind.Quic, listener);
    }

    [Theory]
    [EachTransport]
    internal async Task Listen_OneUnadmittedAboveTheAddressesLimit_IsOverBudgetUntilOneIsAdmitted(TransportKind kind)
    {
        await using var listener = await TestNode.ListenAsync(kind, TwoForEach);
        await using var dialler = new TestNode(kind);
        await dialler.DialAsync(listener);
        await dialler.DialAsync(listener);
        var first = await listener.AcceptAsync();
        await listener.AcceptAsync();

        await Assert.ThrowsAsync<MeshConnectException>(() => dialler.DialAsync(listener));
        await Until.TrueAsync(() => listener.Refusals.Of(RefusalReason.OverBudget) == 1, "the third is counted");
        first.MarkAdmitted();

        await dialler.DialAsync(listener);
        Assert.Equal(dialler.Key.NodeId, (await listener.AcceptAsync()).PeerId);
    }

    [Theory]
    [EachTransport]
    internal async Task Listen_UnadmittedThatEnded_GivesItsPlaceBack(TransportKind kind)
    {
        await using var listener = await TestNode.ListenAsync(kind, new TransportOptions { UnadmittedMax = 1, UnadmittedPerAddressMax = 1 });
        for (var i = 0; i < 3; i++)
        {
            await using var dialler = new TestNode(kind);
            await dialler.DialAsync(listener);
            var connection = await listener.AcceptAsync();
            await connection.DisposeAsync();
        }

        Assert.Equal(0, listener.Refusals.Of(RefusalReason.TooManyLinks));
    }

    [Theory]
    [EachTransport]
    internal async Task Listen_RefusedCertificatesAboveTheLimit_DoNotUseItUp(TransportKind kind)
    {
        await using var listener = await TestNode.ListenAsync(kind, TwoForEach);
        for (var i = 1; i <= 3; i++)
        {
            await Record.ExceptionAsync(async () =>
            {
                await using var nameless = await RawPeer.ConnectAsync(kind, listener.Address, options => options.ClientCertificateContext = null);
            });
            await Until.TrueAsync(() => listener.Refusals.Of(RefusalReason.BadCertificate) == i, $"refusal {i} is counted");
        }

        await AssertServesAsync(kind, listener);
    }

    [Fact]
    public void TryEnter_OneAboveTheLimitInAll_IsTooManyLinksUntilOneLeaves()
    {
        var gate = new UnadmittedGate(new TransportOptions { UnadmittedMax = 2, UnadmittedPerAddressMax = 2 });
        Assert.Equal(RefusalReason.None, gate.TryEnter(IPAddress.Parse("192.0.2.1"), out var first));
        Assert.Equal(RefusalReason.None, gate.TryEnter(IPAddress.Parse("192.0.2.2"), out _));

        Assert.Equal(RefusalReason.TooManyLinks, gate.TryEnter(IPAddress.Parse("192.0.2.3"), out var refused));
        Assert.Null(refused);
        first!.Dispose();
        first.Dispose();

        Assert.Equal(1, gate.Count);
        Assert.Equal(RefusalReason.None, gate.TryEnter(IPAddress.Parse("192.0.2.3"), out _));
    }

    [Theory]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("0.0.0.1", "0:0:0:1::", false)]
    public void Of_TwoAddresses_AreOneStrangerWhenOfOneHostOrSubnet(string left, string right, bool same) =>
        Assert.Equal(same, AddressBlock.Of(IPAddress.Parse(left)) == AddressBlock.Of(IPAddress.Parse(right)));

    private static async Task AssertServesAsync(TransportKind kind, TestNode listener)
    {
        await using var honest = new TestNode(kind);
        await honest.DialAsync(listener);
        Assert.Equal(honest.Key.NodeId, (await listener.AcceptAsync()).PeerId);
    }
}
