using System.Net.Quic;
using System.Runtime.Versioning;

namespace Stratum.Mesh.Transport;

/// <summary>
/// Keeps what belongs to an inbound QUIC connection while its handshake runs. System.Net.Quic does not say which connection's handshake failed, so a
/// place is given back when the certificate is refused, when the connection's shutdown is signalled, or at the latest after the handshake's time.
/// </summary>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("windows")]
[SupportedOSPlatform("macos")]
internal sealed class PendingQuicConnections(TimeSpan handshakeTimeout, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<QuicConnection, PendingQuic> _pending = [];

    public void Add(QuicConnection connection, PendingQuic pending)
    {
        lock (_gate)
        {
            _pending[connection] = pending;
        }
    }

    /// <summary>The handshake is over; null when it was given up already.</summary>
    public PendingQuic? Take(QuicConnection connection)
    {
        lock (_gate)
        {
            return _pending.Remove(connection, out var pending) ? pending : null;
        }
    }

    /// <summary>Those that were refused or should have ended by now. At most as many as the gate has places, so it may run for each newcomer.</summary>
    public QuicConnection[] FindOver()
    {
        lock (_gate)
        {
            return [.. _pending.Where(entry => IsOver(entry.Value)).Select(entry => entry.Key)];
        }
    }

    private bool IsOver(PendingQuic pending) =>
        pending.Check.Refusal != RefusalReason.None || clock.GetElapsedTime(pending.Since) > handshakeTimeout;
}
