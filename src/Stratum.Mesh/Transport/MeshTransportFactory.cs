using Microsoft.Extensions.Logging;
using Stratum.Core;

namespace Stratum.Mesh.Transport;

/// <summary>Makes the transport that the configuration asks for.</summary>
internal static class MeshTransportFactory
{
    /// <summary>
    /// The transport of a kind. <see cref="TransportKind.Auto"/> is TCP alone where QUIC cannot be had, with the reason in the log;
    /// <see cref="TransportKind.Quic"/> throws <see cref="StratumException"/> there.
    /// </summary>
    public static IMeshTransport Create(
        TransportKind kind, NodeCertificate certificate, TransportOptions options, TimeProvider clock, ILogger logger, RefusalCounters refusals)
    {
        var context = new TransportContext(certificate, options.Checked(), clock, new RefusalReport(refusals, clock, logger), logger);
        if (kind == TransportKind.Tcp)
        {
            return new TcpTransport(context);
        }

        if (QuicSupport.IsSupported)
        {
            return kind == TransportKind.Quic ? new QuicTransport(context) : new AutoTransport(new QuicTransport(context), new TcpTransport(context), context);
        }

        var reason = QuicSupport.ReasonMissing() ?? "it is not supported";
        if (kind == TransportKind.Quic)
        {
            throw new StratumException($"[network] transport = \"quic\", but this machine has no QUIC: {reason}; or set transport = \"auto\"");
        }

        TransportLog.QuicOff(logger, reason);
        return new TcpTransport(context);
    }
}
