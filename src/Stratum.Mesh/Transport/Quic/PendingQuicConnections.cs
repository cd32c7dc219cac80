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

    /// <summary>The handshake failed or ended with the listener.</summary>
    public PendingQuic? GiveUp(QuicConnection connection)
    {
        var pending = Take(connection);
        pending?.Place.Dispose();
        return pending;
    }

    /// <summary>Gives up what should have ended by now. At most as many as the gate has places, so it may run for each newcomer.</summary>
    public int GiveUpOverdue()
    {
        lock (_gate)
        {
            List<QuicConnection>? overdue = null;
            foreach (var (connection, pending) in _pending)
            {
                if (clock.GetElapsedTime(pending.Since) > handshakeTimeout || pending.Check.Refusal != RefusalReason.None)
                {
                    (overdue ??= []).Add(connection);
                }
            }

            foreach (var connection in overdue ?? [])
            {
                _pending.Remove(connection, out var pending);
                pending?.Place.Dispose();
            }

            return overdue?.Count ?? 0;
        }
    }
}
