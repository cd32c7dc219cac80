using System.Net;
using System.Net.Quic;
using System.Runtime.Versioning;

namespace Stratum.Mesh.Transport;

/// <summary>How QUIC connections are set, the same on both ends but for who may open streams.</summary>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("windows")]
[SupportedOSPlatform("macos")]
internal static class QuicSettings
{
    // Above the largest FlowWindow (256 KiB and headers), so that ours is the one that counts; msquic wants a power of two and takes memory as data come.
    private const int StreamWindowBytes = 512 * 1024;

    // All three classes at once; the three flow windows are 576 KiB.
    private const int ConnectionWindowBytes = 1024 * 1024;

    /// <summary>For the end that dials: it opens the streams and lets the other end open none.</summary>
    public static QuicClientConnectionOptions ForDialler(TransportContext context, IPEndPoint address, PeerCheck check)
    {
        var options = new QuicClientConnectionOptions
        {
            RemoteEndPoint = address,
            ClientAuthenticationOptions = TlsOptions.ForDialler(context.Certificate, check),
        };
        Apply(options, context.Options, inboundStreams: 0);
        return options;
    }

    /// <summary>For the end that listens: one stream a class may come.</summary>
    public static QuicServerConnectionOptions ForListener(TransportContext context, PeerCheck check)
    {
        var options = new QuicServerConnectionOptions { ServerAuthenticationOptions = TlsOptions.ForListener(context.Certificate, check) };
        Apply(options, context.Options, FlowWindow.Classes);
        return options;
    }

    private static void Apply(QuicConnectionOptions options, TransportOptions transport, int inboundStreams)
    {
        options.MaxInboundBidirectionalStreams = inboundStreams;
        options.MaxInboundUnidirectionalStreams = 0;
        options.DefaultStreamErrorCode = (long)RefusalReason.None;
        options.DefaultCloseErrorCode = (long)RefusalReason.None;
        options.HandshakeTimeout = transport.HandshakeTimeout;
        options.IdleTimeout = transport.SilenceMax;
        options.KeepAliveInterval = transport.KeepAlive;
        options.InitialReceiveWindowSizes = new QuicReceiveWindowSizes
        {
            Connection = ConnectionWindowBytes,
            LocallyInitiatedBidirectionalStream = StreamWindowBytes,
            RemotelyInitiatedBidirectionalStream = StreamWindowBytes,
        };
    }
}
