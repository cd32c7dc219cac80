using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Mends in the data directory of a stopped node what a wrong clock did: a retention floor in the future, and a present by which age is counted that is far
/// from the clock. Changes nothing unless somebody vouches for the clock. Doing it twice changes nothing more. Damaged files are mended by a start.
/// </summary>
public static class StoreRepair
{
    // Less than this comes right by itself, and deletes no more than a day.
    private const long StepSeconds = UtcDay.Seconds;

    /// <summary>
    /// Looks, and mends when somebody vouches for the clock. Throws <see cref="StratumException"/> when there is no store or a node is running on it.
    /// </summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="files">Where it is.</param>
    /// <param name="wallSeconds">What this machine's clock says, Unix seconds.</param>
    /// <param name="maxAgeDays">[db_limits] max_age_days.</param>
    /// <param name="voucher">Who vouches for the clock, for the text; null when nobody does.</param>
    public static IReadOnlyList<RepairFinding> Run(string directory, IFileSystem files, long wallSeconds, int maxAgeDays, string? voucher)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var opened = StoreInspection.Open(directory, files);
        var manifest = ManifestReader.Read(files, directory);
        if (manifest.Damage.Count > 0 || !manifest.IsComplete)
        {
            var found = manifest.Damage.Count > 0 ? manifest.Damage[0].Message : "the manifest's last edit is cut off";
            return [new RepairFinding(found, null, "start the node once, which mends it, then repair again")];
        }

        if (manifest.State is not { } state)
        {
            return [];
        }

        var findings = new List<RepairFinding>();
        var edit = Unchanged(state);
        if (Math.Max(state.RetentionFloor, Math.Max(state.UnknownFloor, state.TrustedFloor) - UtcDay.Seconds) is var floor && floor > wallSeconds)
        {
            var to = UtcDay.Start(RetentionClock.LoweredDay(wallSeconds, maxAgeDays));
            edit = edit with
            {
                RetentionFloor = Math.Min(state.RetentionFloor, to),
                UnknownFloor = Math.Min(state.UnknownFloor, to),
                TrustedFloor = Math.Min(state.TrustedFloor, to),
                OwnFloor = Math.Min(state.OwnFloor, to),
                Lowered = state.Lowered + 1,
                Present = wallSeconds,
            };
            findings.Add(Finding(
                $"the retention floor lies in the future, at {DayOf(floor)}: nothing earlier is taken", $"it comes down to {DayOf(to)}", voucher));
        }
        else if (maxAgeDays > 0 && state.Present > 0 && Math.Abs(wallSeconds - state.Present) > StepSeconds)
        {
            edit = edit with { Present = wallSeconds };
            findings.Add(Finding(
                $"this store saw time pass up to {RetentionClock.InstantText(state.Present)}, and the clock says {RetentionClock.InstantText(wallSeconds)}",
                "age is counted by the clock from the next start on; days beyond max_age_days leave then",
                voucher));
        }

        if (findings.Count > 0 && voucher is not null)
        {
            using var writer = ManifestWriter.Create(files, directory, state, manifest.HighestNumber + 1);
            writer.Append(edit);
        }

        return findings;
    }

    private static RepairFinding Finding(string found, string done, string? voucher) => voucher is null
        ? new RepairFinding(found, null, "nobody vouches for this machine's clock: let NTP synchronise it, or look at it yourself and say --clock-is-right")
        : new RepairFinding(found, $"{done} ({voucher})", null);

    private static string DayOf(long seconds) => RetentionClock.DayText(UtcDay.Of(seconds));

    private static ManifestEdit Unchanged(ManifestState state) => state.Snapshot() with { Added = [], Removed = [], Flushed = [] };
}
