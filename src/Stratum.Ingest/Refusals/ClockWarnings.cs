using Microsoft.Extensions.Logging;

namespace Stratum.Ingest;

/// <summary>Says in the log whose clock is wrong, at most every ten minutes for each: such devices show their owners nothing. Safe for many writers.</summary>
internal sealed class ClockWarnings(TimeProvider time, ILogger logger)
{
    private const int LinesPerInterval = 20;

    private readonly Lock _gate = new();
    private readonly Throttle _throttle = new(time, TimeSpan.FromMinutes(10), LinesPerInterval);

    public void Note(string? device, string reason)
    {
        var name = Excerpt.Of(device ?? "a reading without device_id");
        bool mayLog;
        long repeats, leftOut;
        lock (_gate)
        {
            mayLog = _throttle.TryPass(name, out repeats, out leftOut);
        }

        if (mayLog)
        {
            var tail = repeats > 1 ? $" ({repeats} readings since the last such line)" : "";
            tail += leftOut > 0 ? $" ({leftOut} lines about others left out)" : "";
            logger.ClockRefused(name, reason, tail);
        }
    }
}
