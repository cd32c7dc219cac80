using Stratum.Core;

namespace Stratum.Storage;

/// <summary>When days leave by age: what <see cref="RetentionClock"/> decides is done here, said in the log, and kept in the manifest.</summary>
public sealed partial class ObservationStore
{
    // The witness asks the kernel and the mesh; days can wait for ten seconds.
    private const int LookSeconds = 10;

    // What a power cut may make the present fall back by; an edit of some sixty bytes in that time wears no card out.
    private const long PresentKeptSeconds = 3600;

    // As long as somebody may overlook a line in the log.
    private const int WaitSaidHours = 24;

    private readonly RetentionClock _clock;
    private uint _lowered;
    private long? _lookedAt;
    private long _waitSaidAt;
    private volatile string? _retentionWaits;

    private long PresentAtStart(ManifestState state)
    {
        if (state.Present > 0)
        {
            return state.Present;
        }

        // A new store has nothing to lose by the clock; one of an earlier version says by its floor how far it has come.
        return _view.Tables.Length == 0 && _view.Memtables.Length == 0 && _floor == 0
            ? _time.GetUtcNow().ToUnixTimeSeconds()
            : _floor + (_options.MaxAgeDays * UtcDay.Seconds);
    }

    private void RetireByAge()
    {
        if (_lookedAt is { } looked && _options.Witness is not null && _time.GetElapsedTime(looked).TotalSeconds < LookSeconds)
        {
            return;
        }

        _lookedAt = _time.GetTimestamp();
        var reading = new ClockReading(
            _time.GetUtcNow().ToUnixTimeSeconds(), _time.GetElapsedTime(0, _lookedAt.Value), _options.Witness?.Hear() ?? default);
        _clock.Look(reading);
        if (_options.Witness is null)
        {
            _clock.TakeAsItIs(reading.WallSeconds);
        }

        var decision = _clock.Decide(reading, _floor, Math.Max(_unknownFloor, _trustedFloor), OldestDay());
        SayWait(decision);
        switch (decision.Step)
        {
            case RetentionStep.Raise:
                Retire(decision.FloorDay, decision.Reason);
                break;
            case RetentionStep.Lower:
                Lower(decision);
                break;
            case RetentionStep.Stay or RetentionStep.Wait:
                KeepPresent();
                break;
            default:
                throw new InvalidOperationException($"a decision of kind {decision.Step}");
        }
    }

    // The oldest day of others, and of one's own where it leaves, too, as many days later as it may stay longer.
    private long? OldestDay()
    {
        var others = OldestDayOf(static owner => owner != ObservationClass.Own);
        var own = _options.OwnMaxAgeDays > 0 ? OldestDayOf(static owner => owner == ObservationClass.Own) + _options.OwnMaxAgeDays - _options.MaxAgeDays : null;
        return others is null || own < others ? own : others;
    }

    private long? OldestDayOf(Func<ObservationClass, bool> isWanted)
    {
        var oldest = long.MaxValue;
        foreach (var table in _view.Tables)
        {
            var classes = ClassesOf(table);
            foreach (var owner in Enum.GetValues<ObservationClass>())
            {
                oldest = isWanted(owner) && classes[owner].Bytes > 0 ? Math.Min(oldest, UtcDay.Of(classes[owner].Oldest)) : oldest;
            }
        }

        foreach (var memtable in _view.Memtables)
        {
            oldest = memtable.Day < oldest && memtable.Rows.Rows.Take(memtable.Rows.Count).Any(row => isWanted(ClassOf(row.Entry.Series)))
                ? memtable.Day
                : oldest;
        }

        return oldest == long.MaxValue ? null : oldest;
    }

    private void Lower(RetentionDecision decision)
    {
        var floor = UtcDay.Start(decision.FloorDay);
        Interlocked.Exchange(ref _floor, Math.Min(_floor, floor));
        Interlocked.Exchange(ref _unknownFloor, Math.Min(_unknownFloor, floor));
        Interlocked.Exchange(ref _trustedFloor, Math.Min(_trustedFloor, floor));
        Interlocked.Exchange(ref _ownFloor, Math.Min(_ownFloor, floor));
        _lowered++;
        _manifest.Append(Edit());
        _options.OnNotice?.Invoke($"the floor comes down to {RetentionClock.DayText(decision.FloorDay)}: {decision.Reason}");
    }

    private void KeepPresent(long seconds = PresentKeptSeconds)
    {
        if (Math.Abs(_clock.Present - _manifest.State.Present) >= seconds)
        {
            _manifest.Append(Edit());
        }
    }

    private void SayWait(RetentionDecision decision)
    {
        var isNew = _retentionWaits is null;
        _retentionWaits = decision.Step == RetentionStep.Wait ? decision.Reason : null;
        if (_retentionWaits is not null && (isNew || _time.GetElapsedTime(_waitSaidAt).TotalHours >= WaitSaidHours))
        {
            _waitSaidAt = _time.GetTimestamp();
            _options.OnNotice?.Invoke(_retentionWaits);
        }
        else if (_retentionWaits is null && !isNew)
        {
            _options.OnNotice?.Invoke("age is counted by this machine's clock again");
        }
    }

    // A line for each day and class that loses something. Called before it is lost.
    private void SayRetired(RetentionFloors before, RetentionFloors after, string reason)
    {
        if (_options.OnRetired is not { } say)
        {
            return;
        }

        var gone = new SortedDictionary<(long Day, ObservationClass Owner), long>();
        foreach (var block in _view.Tables.SelectMany(static table => table.Reader.Blocks))
        {
            Count(_catalogue.Find(block.SeriesId)?.Series, block.MinTimestamp, block.MaxTimestamp, block.Count);
        }

        foreach (var memtable in _view.Memtables)
        {
            foreach (var row in memtable.Rows.Rows.Take(memtable.Rows.Count))
            {
                Count(row.Entry.Series, row.Stored.Timestamp, row.Stored.Timestamp, 1);
            }
        }

        foreach (var ((day, owner), rows) in gone)
        {
            say($"the day {RetentionClock.DayText(day)} is retired, {rows} observations of {NameOf(owner)}: {reason}");
        }

        void Count(Series? series, long oldest, long newest, int rows)
        {
            var owner = series is null ? ObservationClass.Unknown : ClassOf(series);
            if (oldest < after.Of(owner) && newest >= before.Of(owner))
            {
                var key = (UtcDay.Of(oldest), owner);
                gone[key] = gone.GetValueOrDefault(key) + rows;
            }
        }
    }

    private static string NameOf(ObservationClass owner) => owner switch
    {
        ObservationClass.Own => "this node",
        ObservationClass.Trusted => "trusted signers",
        _ => "unknown signers",
    };
}
