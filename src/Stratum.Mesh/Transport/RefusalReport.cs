using System.Net;
using Microsoft.Extensions.Logging;

namespace Stratum.Mesh.Transport;

/// <summary>Counts every refused or failed connection and logs one line a reason and minute: strangers must not be able to fill a disk with log
/// lines.</summary>
internal sealed partial class RefusalReport(RefusalCounters counters, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan LogEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly long[] _loggedAt = new long[RefusalCounters.Reasons];
    private readonly bool[] _logged = new bool[RefusalCounters.Reasons];

    /// <summary>The counters, for /metrics and /status.</summary>
    public RefusalCounters Counters => counters;

    /// <summary>Counts one, and logs it when its reason was not logged for a minute.</summary>
    public void Refused(RefusalReason reason, EndPoint? peer, string transport, string detail)
    {
        counters.Count(reason);
        if (IsDue(reason))
        {
            Log(logger, transport, peer, reason, counters.Of(reason), detail);
        }
    }

    private bool IsDue(RefusalReason reason)
    {
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            if (_logged[(int)reason] && clock.GetElapsedTime(_loggedAt[(int)reason], now) < LogEvery)
            {
                return false;
            }

            _logged[(int)reason] = true;
            _loggedAt[(int)reason] = now;
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A {Transport} connection from {Peer} was refused: {Reason} ({Count} so far): {Detail}")]
    private static partial void Log(ILogger logger, string transport, EndPoint? peer, RefusalReason reason, long count, string detail);
}
