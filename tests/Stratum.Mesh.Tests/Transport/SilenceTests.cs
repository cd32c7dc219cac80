using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>A peer that is there no more and never said so.</summary>
public sealed class SilenceTests
{
    private static readonly TransportOptions Short = new() { KeepAlive = TimeSpan.FromSeconds(1), SilenceMax = TimeSpan.FromSeconds(2) };

    [QuicFact]
    public async Task ReceiveAsync_NetworkCut_BothEndsBreakAfterTheLongestSilence()
    {
        await using var listener = await TestNode.ListenAsync(TransportKind.Quic, Short);
        await using var dialler = new TestNode(TransportKind.Quic, Short);
        await using var relay = new UdpRelay(listener.Address);
        await using var connection = await dialler.Transport.DialAsync(relay.Address, CancellationToken.None);
        var there = await listener.AcceptAsync();
        await connection.SendNowAsync(TrafficClass.Live, 1);
        await there.NextAsync();

        relay.Cut();

        await Assert.ThrowsAnyAsync<IOException>(() => connection.NextAsync());
        await Assert.ThrowsAnyAsync<IOException>(() => there.NextAsync());
    }
}
