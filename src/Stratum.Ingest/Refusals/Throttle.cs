namespace Stratum.Ingest;

/// <summary>
/// How often a line may be written for one thing, and how many for all together: so that no sender fills the log, however many names it
/// uses. Bounded; the thing seen longest ago is forgotten first. Not safe for several threads.
/// </summary>
internal sealed class Throttle(TimeProvider time, TimeSpan interval, int perIntervalMax)
{
    private const int ThingsMax = 256;

    private readonly Dictionary<string, Seen> _things = new(StringComparer.Ordinal);
    private long _windowStart = long.MinValue;
    private int _inWindow;
    private long _leftOut;

    /// <summary>
    /// Whether a line may be written now. <paramref name="repeats"/> is how often it was about this thing since its last line, this time
    /// included; <paramref name="leftOut"/> how many lines about others had to be left out.
    /// </summary>
    public bool TryPass(string thing, out long repeats, out long leftOut)
    {
        var now = time.GetUtcNow().Ticks;
        if (!_things.TryGetValue(thing, out var seen))
        {
            Forget();
            _things[thing] = seen = new Seen { LastLine = long.MinValue };
        }

        seen.LastSeen = now;
        repeats = ++seen.Waiting;
        leftOut = 0;
        if (IsWithin(seen.LastLine, now))
        {
            return false;
        }

        if (!IsWithin(_windowStart, now))
        {
            (_windowStart, _inWindow) = (now, 0);
        }

        if (_inWindow == perIntervalMax)
        {
            _leftOut++;
            return false;
        }

        _inWindow++;
        (seen.LastLine, seen.Waiting) = (now, 0);
        (leftOut, _leftOut) = (_leftOut, 0);
        return true;
    }

    // A clock that was put back must not silence the log for as long.
    private bool IsWithin(long since, long now) => since != long.MinValue && now >= since && now - since < interval.Ticks;

    private void Forget()
    {
        if (_things.Count == ThingsMax)
        {
            _things.Remove(_things.MinBy(thing => thing.Value.LastSeen).Key);
        }
    }

    private sealed class Seen
    {
        public long LastLine { get; set; }

        public long LastSeen { get; set; }

        public long Waiting { get; set; }
    }
}
