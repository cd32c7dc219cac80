namespace Stratum.Core;

/// <summary>
/// Whether the clock has been confirmed, or at least not denied, for long enough without a break. A jump of the clock, a word against it, or a time
/// without looking begins anew. Pure: readings go in. For one thread.
/// </summary>
public sealed class ClockConfirmation
{
    /// <summary>Ten minutes: a clock that is wrong for seconds or while the machine boots is right again by then, and nobody waits for retention.</summary>
    public static readonly TimeSpan Needed = TimeSpan.FromMinutes(10);

    /// <summary>More than a clock in use is ever corrected at once by NTP, less than anything that matters here.</summary>
    public const long JumpSeconds = 60;

    // Looks come every minute at least; after a longer pause nobody knows what the clock did.
    private static readonly TimeSpan GapMax = TimeSpan.FromMinutes(5);

    private ClockReading? _last;
    private TimeSpan _steadySince;
    private TimeSpan _confirmedSince;

    /// <summary>For how long the clock has run evenly and no majority of the peers denied it.</summary>
    public TimeSpan Undenied { get; private set; }

    /// <summary>For how long it was confirmed besides.</summary>
    public TimeSpan Confirmed { get; private set; }

    /// <summary>It was confirmed for as long as it takes.</summary>
    public bool IsConfirmed => Confirmed >= Needed;

    /// <summary>Takes a reading into account.</summary>
    public void Look(ClockReading reading)
    {
        var isBroken = _last is not { } last || reading.Elapsed - last.Elapsed > GapMax || reading.Elapsed < last.Elapsed
            || Math.Abs(reading.WallSeconds - last.WallSeconds - (reading.Elapsed - last.Elapsed).TotalSeconds) > JumpSeconds;
        _last = reading;
        if (isBroken || reading.Testimony.IsContradicted)
        {
            _steadySince = reading.Elapsed;
        }

        if (isBroken || !reading.Testimony.IsConfirmed)
        {
            _confirmedSince = reading.Elapsed;
        }

        Undenied = reading.Elapsed - _steadySince;
        Confirmed = reading.Elapsed - _confirmedSince;
    }
}
