namespace Stratum.Mesh.Transport;

/// <summary>What a stranger may cost before it is admitted, and how a connection is kept.</summary>
internal sealed record TransportOptions
{
    /// <summary>From the first byte to a checked certificate and all streams; 10 s covers a 1 s round trip with losses.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Inbound connections of each transport that are not links yet, 64: about 64 x 100 KiB of TLS state at most.</summary>
    public int UnadmittedMax { get; init; } = 64;

    /// <summary>The same from one IPv4 address or one IPv6 /64, 8: a household of nodes behind one address can still restart together.</summary>
    public int UnadmittedPerAddressMax { get; init; } = 8;

    /// <summary>Bytes that wait to be sent in each class, 256 KiB; at least one largest frame (64 KiB and its cost) must fit.</summary>
    public int QueueBytesMax { get; init; } = 256 * 1024;

    /// <summary>Silence after which a sign of life is sent, 15 s: below the 30 s after which home routers forget a UDP mapping.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Silence after which the connection is broken, 45 s: three keep-alives were lost.</summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long <c>auto</c> waits for QUIC before it tries TCP too, 300 ms (RFC 8305 names 250 ms for the same race).</summary>
    public TimeSpan TcpDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> when a value cannot work.</summary>
    public TransportOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HandshakeTimeout, TimeSpan.Zero, nameof(HandshakeTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(UnadmittedMax, 1, nameof(UnadmittedMax));
        ArgumentOutOfRangeException.ThrowIfLessThan(UnadmittedPerAddressMax, 1, nameof(UnadmittedPerAddressMax));
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueBytesMax, FlowWindow.FrameCostMax, nameof(QueueBytesMax));
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepAlive, TimeSpan.FromSeconds(1), nameof(KeepAlive));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SilenceMax, KeepAlive, nameof(SilenceMax));
        ArgumentOutOfRangeException.ThrowIfLessThan(TcpDelay, TimeSpan.Zero, nameof(TcpDelay));
        return this;
    }
}
