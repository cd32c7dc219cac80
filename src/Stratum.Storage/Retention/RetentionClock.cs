using System.Globalization;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// What time it is for decisions that cannot be undone. Deleting by age follows a present of its own, which moves only
/// <list type="number">
/// <item>by time that passed while the store watched, on the clock that nobody can set, from the present that the manifest holds;</item>
/// <item>to the wall clock, in either direction, once that was confirmed for ten minutes without a break (<see cref="ClockConfirmation"/>);</item>
/// <item>back to the wall clock when that has been behind for ten minutes and nobody denied it: that keeps more, and deletes nothing.</item>
/// </list>
/// The floor never rises above what both the wall clock and this present allow. It comes down only when it lies in the future of a confirmed clock.
/// Pure: readings go in, decisions come out. For one thread.
/// </summary>
internal sealed class RetentionClock(long present, int maxAgeDays)
{
    // A wall clock ahead by less than this is a restart over midnight: the floor waits for it, and nobody needs to know.
    private const long NoticedSeconds = UtcDay.Seconds;

    // The end of the year 9999, beyond which the framework has no dates.
    private const long LastSecond = 253_402_300_799;

    // Longer than the store ever goes without looking: a longer time is a clock that was meddled with, or a machine that stood still.
    private static readonly TimeSpan UnwatchedMax = TimeSpan.FromMinutes(10);

    private readonly ClockConfirmation _confirmation = new();
    private TimeSpan? _lastElapsed;
    private TimeSpan _fraction;
    private bool _isTakenAsItIs;

    /// <summary>Unix seconds: the present by which age is counted; for the manifest.</summary>
    public long Present { get; private set; } = present;

    /// <summary>The clock is confirmed now.</summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>The program vouches for its clock (tests, benchmarks): it is taken as it is, and the floor never comes down.</summary>
    public void TakeAsItIs(long wallSeconds) => (Present, _isTakenAsItIs) = (wallSeconds, true);

    /// <summary>Takes a reading into account.</summary>
    public void Look(ClockReading reading)
    {
        _confirmation.Look(reading);
        IsConfirmed = _confirmation.IsConfirmed;
        Pass(reading.Elapsed);
        var isBehind = reading.WallSeconds < Present - ClockConfirmation.JumpSeconds
            && reading.WallSeconds >= EarliestTime.Seconds && _confirmation.Undenied >= ClockConfirmation.Needed;
        if (IsConfirmed || isBehind)
        {
            (Present, _fraction) = (reading.WallSeconds, TimeSpan.Zero);
        }
    }

    /// <summary>What to do about the floor (Unix seconds) and that of unknown signers, when the oldest day held is this one (null: nothing is held).</summary>
    public RetentionDecision Decide(ClockReading reading, long floor, long unknownFloor, long? oldestDay)
    {
        // Of unknown signers today may be given up, too: up to the next midnight their floor is in order.
        if (IsConfirmed && Math.Max(floor, unknownFloor - UtcDay.Seconds) is var highest && highest > reading.WallSeconds)
        {
            return new RetentionDecision(
                RetentionStep.Lower,
                LoweredDay(reading.WallSeconds, maxAgeDays),
                $"it lay in the future, at {DayText(UtcDay.Of(highest))}, and the clock is confirmed ({reading.Testimony.Text})");
        }

        if (maxAgeDays == 0)
        {
            return FutureFloor(reading, floor);
        }

        var allowed = UtcDay.Of(Math.Max(0, Math.Min(reading.WallSeconds, Present))) - maxAgeDays;
        var holdsOlder = oldestDay < allowed;
        if (allowed > UtcDay.Of(floor) && (holdsOlder || IsConfirmed || _isTakenAsItIs))
        {
            return new RetentionDecision(
                RetentionStep.Raise,
                allowed,
                $"older than the {maxAgeDays} days of [db_limits] max_age_days on {DayText(allowed + maxAgeDays)}, {Ground(reading)}");
        }

        var wanted = UtcDay.Of(reading.WallSeconds) - maxAgeDays;
        return wanted > Math.Max(allowed, UtcDay.Of(floor)) && oldestDay < wanted && reading.WallSeconds - Present > NoticedSeconds
            ? new RetentionDecision(RetentionStep.Wait, 0, WaitText(reading))
            : FutureFloor(reading, floor);
    }

    /// <summary>Where a floor that lay in the future belongs.</summary>
    public static long LoweredDay(long wallSeconds, int maxAgeDays) => maxAgeDays == 0 ? 0 : Math.Max(0, UtcDay.Of(wallSeconds) - maxAgeDays);

    // A floor of an earlier version that believed a wrong clock.
    private static RetentionDecision FutureFloor(ClockReading reading, long floor) => floor > reading.WallSeconds
        ? new RetentionDecision(
            RetentionStep.Wait,
            0,
            $"the retention floor lies in the future, at {DayText(UtcDay.Of(floor))}, and nothing earlier is taken; it comes down when the clock, which says "
                + $"{InstantText(reading.WallSeconds)}, is confirmed for ten minutes ({reading.Testimony.Text}), or by stratum store repair")
        : default;

    private void Pass(TimeSpan elapsed)
    {
        if (_lastElapsed is { } last && elapsed > last)
        {
            var passed = elapsed - last < UnwatchedMax ? elapsed - last : UnwatchedMax;
            _fraction += passed;
            var seconds = (long)_fraction.TotalSeconds;
            Present += seconds;
            _fraction -= TimeSpan.FromSeconds(seconds);
        }

        _lastElapsed = elapsed;
    }

    private string Ground(ClockReading reading) => IsConfirmed
        ? $"which is confirmed ({reading.Testimony.Text})"
        : "by time that passed while this node ran";

    private string WaitText(ClockReading reading) =>
        $"nothing is deleted by age: the clock says {InstantText(reading.WallSeconds)}, this node saw time pass up to {InstantText(Present)} only; the step "
            + $"must be confirmed for {ClockConfirmation.Needed.TotalMinutes:0} minutes by the kernel's synchronisation (NTP) or by linked peers, "
            + $"so far {Math.Floor(_confirmation.Confirmed.TotalMinutes):0} ({reading.Testimony.Text})";

    /// <summary>A day for the log, for instance "2026-11-25".</summary>
    public static string DayText(long day) => InstantText(UtcDay.Start(day))[..10];

    /// <summary>An instant for the log, for instance "2026-11-25 18:30Z".</summary>
    public static string InstantText(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, LastSecond)).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
