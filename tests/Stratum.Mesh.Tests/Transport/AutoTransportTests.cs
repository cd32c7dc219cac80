using Stratum.Mesh.Transport;
using Xunit.Abstractions;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>The choice between QUIC and TCP.</summary>
public sealed class AutoTransportTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Create_OnThisMachine_HasQuicOrSaysWhyNot()
    {
        await using var node = new TestNode(TransportKind.Auto);
        var reason = QuicSupport.ReasonMissing();
        output.WriteLine(reason is null ? $"QUIC tests run, libmsquic {QuicSupport.LibraryVersion()}" : $"QUIC tests are skipped: {reason}");

        Assert.Equal(reason is null ? "auto" : "tcp", node.Transport.Name);
        if (reason is not null)
        {
            var failure = Assert.Throws<Core.StratumException>(() => new TestNode(TransportKind.Quic));
            Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [EachTransport]
    internal async Task ListenAsync_DialledByEither_AcceptsBothOnOnePort(TransportKind kind)
    {
        await using var listener = await TestNode.ListenAsync(TransportKind.Auto);
        await using var dialler = new TestNode(kind);

        await dialler.DialAsync(listener);

        Assert.Equal(kind.ToString(), (await listener.AcceptAsync()).Transport, ignoreCase: true);
    }

    [QuicFact]
    public async Task DialAsync_BothAnswer_QuicWinsAndNothingElseComes()
    {
        // QUIC gets all the time it wants: what is tested is the order, not this machine's speed.
        var patient = new TransportOptions { TcpDelay = TimeSpan.FromSeconds(9) };
        await using var listener = await TestNode.ListenAsync(TransportKind.Auto);
        await using var dialler = new TestNode(TransportKind.Auto, patient);

        var connection = await dialler.DialAsync(listener);

        Assert.Equal("quic", connection.Transport);
        Assert.Equal("quic", (await listener.AcceptAsync()).Transport);
        Assert.Equal(0, listener.AcceptedCount);
    }

    [Theory]
    [EachTransport]
    internal async Task DialAsync_OnlyOneAnswers_ItWins(TransportKind kind)
    {
        await using var listener = await TestNode.ListenAsync(kind);
        await using var dialler = new TestNode(TransportKind.Auto);

        var connection = await dialler.DialAsync(listener);

        Assert.Equal(kind.ToString(), connection.Transport, ignoreCase: true);
        await connection.SendNowAsync(TrafficClass.Live, 3);
        Assert.Equal([3], await (await listener.AcceptAsync()).NextBytesAsync());
    }

    [Fact]
    public async Task DialAsync_NobodyThere_NamesBothFailures()
    {
        await using var gone = await TestNode.ListenAsync(TransportKind.Auto);
        await gone.Transport.DisposeAsync();
        await using var dialler = new TestNode(TransportKind.Auto, new TransportOptions { HandshakeTimeout = TimeSpan.FromSeconds(3) });

        var failure = await Assert.ThrowsAsync<MeshConnectException>(() => dialler.DialAsync(gone));

        Assert.Contains("tcp", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Reason is RefusalReason.Unreachable or RefusalReason.HandshakeTimeout);
        Assert.True(!QuicSupport.IsSupported || failure.Message.Contains("quic", StringComparison.Ordinal), failure.Message);
    }

    [Fact]
    public async Task DialAsync_TheNodeBehindBothIsAnImpostor_ItsReasonIsKept()
    {
        static NodeCertificate Nameless(Core.NodeKey key)
        {
            using var tlsKey = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
            return new NodeCertificate(NodeCertificate.SelfSigned(tlsKey, extension: null), key.NodeId);
        }

        await using var trap = await TestNode.ListenAsync(TransportKind.Auto, certificate: Nameless);
        await using var dialler = new TestNode(TransportKind.Auto);

        var failure = await Assert.ThrowsAsync<MeshConnectException>(() => dialler.DialAsync(trap));

        Assert.Equal(RefusalReason.BadCertificate, failure.Reason);
    }
}
