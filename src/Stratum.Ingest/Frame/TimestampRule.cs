using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// When a reading was measured: the device's word, inside a window around now; or the receipt, when the reading has no time of
/// its own and the clock may stamp it (INGEST, rules for every adapter).
/// </summary>
internal sealed class TimestampRule(IClockPlausibility clock, int futureSecondsMax, int maxAgeDays, ClockWarnings? warnings = null)
{
    private const long SecondsPerDay = 86_400;
    private const string ToDo = "set the device's clock and time zone, or time = \"receipt\" in its [[sensors]] table";

    /// <summary>Stamps the draft where it has no time. Returns what is wrong with its time, or null.</summary>
    public DraftError? Apply(ObservationDraft draft, long nowSeconds, ref TimeSource source)
    {
        var problem = clock.Problem;
        if (draft.Timestamp is not { } timestamp)
        {
            source = TimeSource.Receipt;
            draft.Timestamp = nowSeconds;
            return problem is null
                ? null
                : new DraftError("timestamp", $"is missing, and this node's clock cannot stamp the reading: {problem}");
        }

        if (source == TimeSource.Receipt && problem is not null)
        {
            return new DraftError("timestamp", $"is relative to now, and this node's clock cannot stamp the reading: {problem}");
        }

        // A clock that is wrong cannot judge a device that may well have the right time (GPS, radio).
        var error = problem is null ? CheckWindow(timestamp, nowSeconds) : null;
        if (error is not null)
        {
            warnings?.Note(draft[TextField.DeviceId], error.Reason);
        }

        return error;
    }

    private DraftError? CheckWindow(long timestamp, long nowSeconds)
    {
        var latest = nowSeconds + futureSecondsMax;
        if (timestamp > latest)
        {
            return new DraftError(
                "timestamp",
                $"is {timestamp}, in the future: {DeviceClock.Describe(timestamp, nowSeconds)}; at most {futureSecondsMax} s are accepted: {ToDo}");
        }

        var earliest = nowSeconds - (maxAgeDays * SecondsPerDay);
        return maxAgeDays == 0 || timestamp >= earliest
            ? null
            : new DraftError(
                "timestamp",
                $"is {timestamp}, older than the {maxAgeDays} days that this node keeps (max_age_days): "
                + $"{DeviceClock.Describe(timestamp, nowSeconds)}; the earliest is {earliest}: {ToDo}");
    }
}
