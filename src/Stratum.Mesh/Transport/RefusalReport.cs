using System.Net;
using Microsoft.Extensions.Logging;

namespace Stratum.Mesh.Transport;

/// <summary>
/// Counts every refused or failed connection and logs one line a reason and minute: strangers must not be able to fill a disk with log lines.
/// </summary>
internal sealed partial class RefusalReport(RefusalCounters counters, TimeProvider clock, ILogger logger)
{
    // After those of the reasons.
    private const int FaultSlot = RefusalCounters.Reasons;

    private static readonly TimeSpan LogEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly long[] _loggedAt = new long[FaultSlot + 1];
    private readonly bool[] _logged = new bool[FaultSlot + 1];

    /// <summary>The counters, for /metrics and /status.</summary>
    public RefusalCounters Counters => counters;

    /// <summary>Counts one, and logs it when its reason was not logged for a minute.</summary>
    public void Refused(RefusalReason reason, EndPoint? peer, string transport, string detail)
    {
        counters.Count(reason);
        if (IsDue((int)reason))
        {
            Log(logger, transport, peer, reason, counters.Of(reason), detail);
        }
    }

    /// <summary>A handshake failed in a way that nobody foresaw: refused as malformed, and logged as the fault of this program that it is.</summary>
    public void Faulted(EndPoint? peer, string transport, Exception exception)
    {
        counters.Count(RefusalReason.Malformed);
        if (IsDue(FaultSlot))
        {
            LogFault(logger, transport, peer, exception);
        }
    }

    private bool IsDue(int slot)
    {
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            if (_logged[slot] && clock.GetElapsedTime(_loggedAt[slot], now) < LogEvery)
            {
                return false;
            }

            _logged[slot] = true;
            _loggedAt[slot] = now;
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A {Transport} connection from {Peer} was refused: {Reason} ({Count} so far): {Detail}")]
    private static partial void Log(ILogger logger, string transport, EndPoint? peer, RefusalReason reason, long count, string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "A {Transport} handshake with {Peer} failed by a fault of this program")]
    private static partial void LogFault(ILogger logger, string transport, EndPoint? peer, Exception exception);
}
