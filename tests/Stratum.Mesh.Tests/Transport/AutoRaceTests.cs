using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Stratum.Core;
using Stratum.Mesh.Transport;
using TransportContext = Stratum.Mesh.Transport.TransportContext;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>The race of an automatic dial on a virtual clock.</summary>
public sealed class AutoRaceTests : IAsyncDisposable
{
    private static readonly IPEndPoint Address = new(IPAddress.Loopback, 9);

    private readonly SteppedClock _clock = new();
    private readonly ScriptedTransport _quic = new("quic");
    private readonly ScriptedTransport _tcp = new("tcp");
    private readonly NodeKey _key = NodeKey.Generate();
    private readonly NodeCertificate _certificate;
    private readonly AutoTransport _auto;

    public AutoRaceTests()
    {
        _certificate = NodeCertificate.Create(_key);
        var report = new RefusalReport(new RefusalCounters(), _clock, NullLogger.Instance);
        _auto = new AutoTransport(_quic, _tcp, new TransportContext(_certificate, new TransportOptions(), _clock, report, NullLogger.Instance));
    }

    public async ValueTask DisposeAsync()
    {
        await _auto.DisposeAsync();
        _certificate.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task DialAsync_QuicSlow_TcpIsDialledAfter300MsAndNotBefore()
    {
        await using var pair = await Pair.ConnectAsync(TransportKind.Tcp);
        var dialling = _auto.DialAsync(Address, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMilliseconds(299));
        Assert.Equal((1, 0), (_quic.Dials, _tcp.Dials));

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await Until.TrueAsync(() => _tcp.Dials == 1, "TCP is dialled");
        _tcp.Succeed(pair.AtDialler);

        Assert.Same(pair.AtDialler, await dialling.WaitAsync(TestNode.Patience));
        Assert.True(_quic.WasCancelled);
        _quic.Fail(RefusalReason.Unreachable);
    }

    [Fact]
    public async Task DialAsync_QuicFailsAtOnce_TcpDoesNotWait()
    {
        await using var pair = await Pair.ConnectAsync(TransportKind.Tcp);
        _quic.Fail(RefusalReason.Unreachable);
        _tcp.Succeed(pair.AtDialler);

        Assert.Same(pair.AtDialler, await _auto.DialAsync(Address, CancellationToken.None).WaitAsync(TestNode.Patience));
    }

    [Fact]
    public async Task DialAsync_LoserComesUpLate_IsClosed()
    {
        await using var winner = await Pair.ConnectAsync(TransportKind.Tcp);
        await using var loser = await Pair.ConnectAsync(TransportKind.Tcp);
        _tcp.Succeed(winner.AtDialler);
        var dialling = _auto.DialAsync(Address, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Same(winner.AtDialler, await dialling.WaitAsync(TestNode.Patience));

        _quic.Succeed(loser.AtDialler);

        await Assert.ThrowsAnyAsync<IOException>(() => loser.AtListener.NextAsync());
        await winner.AtDialler.SendNowAsync(TrafficClass.Live, 1);
        Assert.Equal([1], await winner.AtListener.NextBytesAsync());
    }

    [Fact]
    public async Task DialAsync_CancelledBeforeQuicComesUp_ClosesIt()
    {
        await using var late = await Pair.ConnectAsync(TransportKind.Tcp);
        using var cancel = new CancellationTokenSource();
        var dialling = _auto.DialAsync(Address, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialling.WaitAsync(TestNode.Patience));

        _quic.Succeed(late.AtDialler);

        await Assert.ThrowsAnyAsync<IOException>(() => late.AtListener.NextAsync());
        Assert.Equal(0, _tcp.Dials);
    }

    [Fact]
    public async Task DialAsync_BothFail_TheTellingReasonIsKept()
    {
        _quic.Fail(RefusalReason.HandshakeTimeout);
        _tcp.Fail(RefusalReason.WrongIdentity);

        var failure = await Assert.ThrowsAsync<MeshConnectException>(() => _auto.DialAsync(Address, CancellationToken.None));

        Assert.Equal(RefusalReason.WrongIdentity, failure.Reason);
        Assert.Contains("quic failed; tcp failed", failure.Message, StringComparison.Ordinal);
    }
}
