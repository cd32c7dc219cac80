using System.Net;
using Microsoft.Extensions.Logging;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Who was refused at the ingest listener, for people who look for a station that does not show up: a line in the log, at most one a minute for
/// each address and cause, and the newest for /status. Addresses are whole in the log only (<see cref="SenderAddress"/>). Safe for many writers.
/// </summary>
internal sealed class RefusedSenders(TimeProvider time, ILogger logger) : IRefusedSenders
{
    private const int SendersMax = 128;
    private const int LinesPerMinute = 20;

    private readonly Lock _gate = new();
    private readonly Throttle _throttle = new(time, TimeSpan.FromMinutes(1), LinesPerMinute);
    private readonly Dictionary<(string Address, string Cause), RefusedSender> _senders = [];

    /// <summary>Notes a refusal and returns it as /status shows it.</summary>
    /// <param name="remote">The sender.</param>
    /// <param name="target">Path or request target; secrets are taken out here.</param>
    /// <param name="cause">One word: refusals of one cause and address are one entry.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="reason">What was wrong.</param>
    /// <param name="advice">What to do, without secrets.</param>
    public RefusedSender Note(IPAddress? remote, string target, string cause, int status, string reason, string advice)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var whole = SenderAddress.Plain(remote)?.ToString() ?? "unknown";
        var shown = SenderAddress.Shown(remote);
        var (path, text) = (SafeText.PathOf(target), SafeText.Of(reason));
        RefusedSender sender;
        bool mayLog;
        long repeats, leftOut;
        lock (_gate)
        {
            var before = _senders.GetValueOrDefault((shown, cause));
            if (before is null && _senders.Count == SendersMax)
            {
                _senders.Remove(_senders.MinBy(one => one.Value.LastAtMs).Key);
            }

            sender = new RefusedSender(shown, path, status, text, advice, (before?.Count ?? 0) + 1, before?.FirstAtMs ?? nowMs, nowMs);
            _senders[(shown, cause)] = sender;
            mayLog = _throttle.TryPass($"{whole} {cause}", out repeats, out leftOut);
        }

        if (mayLog)
        {
            logger.SenderRefused(whole, path, status, text, advice, Tail(repeats, leftOut));
        }

        return sender;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RefusedSender> Newest(int count)
    {
        lock (_gate)
        {
            return [.. _senders.Values.OrderByDescending(sender => sender.LastAtMs).Take(count)];
        }
    }

    private static string Tail(long repeats, long leftOut) =>
        (repeats > 1 ? $" ({repeats} times since the last such line)" : "") + (leftOut > 0 ? $" ({leftOut} lines about others left out)" : "");
}
