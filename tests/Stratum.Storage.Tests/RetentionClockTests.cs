using Stratum.Core;

namespace Stratum.Storage.Tests;

/// <summary>The decision alone: what the clocks show and what is said of them goes in, what becomes of the floor comes out.</summary>
public sealed class RetentionClockTests
{
    private const int MaxAgeDays = 30;
    private const long Noon = Make.Midnight + 43_200;
    private const long Day = 86_400;

    private static readonly ClockTestimony Nobody = new(KernelClock.Unsynchronised, 0, 0);
    private static readonly ClockTestimony Ntp = new(KernelClock.Synchronised, 0, 0);

    // (what the case is, step of the wall clock in seconds, who speaks, minutes that pass, days of the oldest day before today, what is decided)
    public static TheoryData<string, long, string, int, int, string> Cases { get; } = new()
    {
        { "nothing happened, nothing is old", 0, "nobody", 60, 20, "Stay" },
        { "nothing happened, a day is old", 0, "nobody", 0, 31, "Raise" },
        { "400 days ahead, nobody speaks", 400 * Day, "nobody", 0, 20, "Wait" },
        { "400 days ahead, nobody speaks, for a day", 400 * Day, "nobody", 1440, 20, "Wait" },
        { "400 days ahead, NTP, not long enough", 400 * Day, "ntp", 9, 20, "Wait" },
        { "400 days ahead, NTP, ten minutes", 400 * Day, "ntp", 10, 20, "Raise" },
        { "400 days ahead, NTP, but the peers deny it", 400 * Day, "ntp-denied", 1440, 20, "Wait" },
        { "400 days ahead, NTP, as many peers deny as agree", 400 * Day, "ntp-tied", 10, 20, "Raise" },
        { "virtual machine, peers agree", 400 * Day, "peers", 10, 20, "Raise" },
        { "virtual machine, peers agree, not long enough", 400 * Day, "peers", 9, 20, "Wait" },
        { "virtual machine, as many peers deny as agree", 400 * Day, "tied", 1440, 20, "Wait" },
        { "60 days off, NTP", 60 * Day, "ntp", 10, 61, "Raise" },
        { "60 days off, nobody speaks", 60 * Day, "nobody", 1440, 61, "Raise" },
        { "off for half an hour over midnight", 1800, "nobody", 0, 20, "Stay" },
        { "a step that makes nothing old", 2 * Day, "nobody", 1440, 20, "Stay" },
        { "a step that would take a day", 12 * Day, "nobody", 1440, 20, "Wait" },
        { "a day back", -Day, "nobody", 1440, 20, "Stay" },
        { "the year 1970", -Noon + 100, "nobody", 1440, 20, "Stay" },
        { "the year 1970, NTP says so", -Noon + 100, "ntp", 1440, 20, "Stay" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decide_AfterAStepOfTheClock_IsSafe(string what, long stepSeconds, string speaker, int minutes, int oldestDaysAgo, string expected)
    {
        var clock = new RetentionClock(Noon, MaxAgeDays);
        var decision = Watch(clock, Noon + stepSeconds, TestimonyOf(speaker), minutes, (Noon / Day) - oldestDaysAgo);
        Assert.True(decision.Step.ToString() == expected, $"{what}: {decision}");
    }

    [Fact]
    public void Decide_BySixtyDaysWithoutAWitness_TakesOnlyWhatIsOldByTimeThatPassed()
    {
        var clock = new RetentionClock(Noon, MaxAgeDays);
        var decision = Watch(clock, Noon + (60 * Day), Nobody, 0, (Noon / Day) - 61);
        Assert.Equal((Noon / Day) - MaxAgeDays, decision.FloorDay);
    }

    [Fact]
    public void Look_AJumpWithinTheTenMinutes_BeginsAnew()
    {
        var clock = new RetentionClock(Noon, MaxAgeDays);
        var wall = Noon + (400 * Day);
        for (var minute = 0; minute < 30; minute++)
        {
            // Each nine minutes the clock is set by another two.
            wall += minute % 9 == 8 ? 180 : 60;
            clock.Look(new ClockReading(wall, TimeSpan.FromMinutes(minute), Ntp));
            Assert.False(clock.IsConfirmed);
        }

        Assert.InRange(clock.Present, Noon, Noon + 1800);
    }

    [Fact]
    public void Look_NobodyLookedForAnHour_IsNoConfirmation()
    {
        var clock = new RetentionClock(Noon, MaxAgeDays);
        clock.Look(new ClockReading(Noon, TimeSpan.Zero, Ntp));
        clock.Look(new ClockReading(Noon + 3600, TimeSpan.FromHours(1), Ntp));
        Assert.False(clock.IsConfirmed);
    }

    [Fact]
    public void Look_TheUnsettableClockJumpsToo_CountsTenMinutes()
    {
        var clock = new RetentionClock(Noon, MaxAgeDays);
        clock.Look(new ClockReading(Noon, TimeSpan.Zero, Nobody));
        clock.Look(new ClockReading(Noon + (400 * Day), TimeSpan.FromDays(400), Nobody));
        Assert.Equal(Noon + 600, clock.Present);
    }

    [Fact]
    public void Look_MonthsOfUse_FollowTheTimeThatPassesWithoutAnyWitness()
    {
        var clock = new RetentionClock(Noon, MaxAgeDays);
        RetentionDecision decision = default;
        for (var minute = 0; minute <= 40 * 1440; minute += 4)
        {
            var reading = new ClockReading(Noon + (minute * 60), TimeSpan.FromMinutes(minute), Nobody);
            clock.Look(reading);
            decision = clock.Decide(reading, 0, 0, Noon / Day);
        }

        Assert.Equal(RetentionStep.Raise, decision.Step);
        Assert.Equal((Noon / Day) + 10, decision.FloorDay);
        Assert.Contains("by time that passed", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_APresentAheadOfAnUndeniedClock_ComesBackAfterTenMinutes()
    {
        // The first start ever was in the wrong year.
        var clock = new RetentionClock(Noon + (400 * Day), MaxAgeDays);
        Watch(clock, Noon, Nobody, 11, Noon / Day);
        Assert.InRange(clock.Present, Noon, Noon + 700);

        var beforeTheProgram = new RetentionClock(Noon, MaxAgeDays);
        Watch(beforeTheProgram, 1000, Nobody, 60, Noon / Day);
        Assert.True(beforeTheProgram.Present >= Noon);
    }

    [Theory]
    [InlineData("nobody", 1440, "Wait")]
    [InlineData("ntp", 9, "Wait")]
    [InlineData("ntp", 10, "Lower")]
    [InlineData("peers", 10, "Lower")]
    [InlineData("ntp-denied", 1440, "Wait")]
    public void Decide_FloorInTheFuture_ComesDownOnceTheClockIsConfirmed(string speaker, int minutes, string expected)
    {
        foreach (var maxAgeDays in (int[])[MaxAgeDays, 0])
        {
            var floor = Noon + (370 * Day);
            var clock = new RetentionClock(floor + (maxAgeDays * Day), maxAgeDays);
            var decision = Watch(clock, Noon, TestimonyOf(speaker), minutes, oldestDay: null, floor);
            Assert.Equal(expected, decision.Step.ToString());
            Assert.Contains("future", decision.Reason, StringComparison.Ordinal);
            Assert.Equal(expected == "Lower" && maxAgeDays > 0 ? (Noon / Day) - maxAgeDays : 0, decision.FloorDay);
        }
    }

    [Fact]
    public void Decide_UnknownSignersGivenUpUpToMidnight_IsNoFloorInTheFuture()
    {
        var clock = new RetentionClock(Noon, MaxAgeDays);
        var today = ((Noon / Day) - MaxAgeDays) * Day;
        Assert.Equal(RetentionStep.Stay, Watch(clock, Noon, Ntp, 20, Noon / Day, today, Make.Midnight + Day).Step);
        Assert.Equal(RetentionStep.Lower, Watch(clock, Noon, Ntp, 20, Noon / Day, today, Make.Midnight + (3 * Day)).Step);
    }

    private static ClockTestimony TestimonyOf(string speaker) => speaker switch
    {
        "ntp" => Ntp,
        "ntp-denied" => new ClockTestimony(KernelClock.Synchronised, 1, 2),
        "ntp-tied" => new ClockTestimony(KernelClock.Synchronised, 2, 2),
        "peers" => new ClockTestimony(KernelClock.Unsynchronised, 2, 1),
        "tied" => new ClockTestimony(KernelClock.Unknown, 1, 1),
        _ => Nobody,
    };

    // The clock stands at the wall time when the watch begins, and runs evenly from then on.
    private static RetentionDecision Watch(
        RetentionClock clock, long wall, ClockTestimony testimony, int minutes, long? oldestDay, long floor = 0, long unknownFloor = 0)
    {
        RetentionDecision decision = default;
        for (var minute = 0; minute <= minutes; minute++)
        {
            var reading = new ClockReading(wall + (minute * 60), TimeSpan.FromMinutes(minute), testimony);
            clock.Look(reading);
            decision = clock.Decide(reading, floor, unknownFloor, oldestDay);
        }

        return decision;
    }
}
