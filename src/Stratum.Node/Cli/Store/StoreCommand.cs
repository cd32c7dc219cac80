using System.CommandLine;
using Stratum.Core;
using Stratum.Node.Hosting;
using Stratum.Storage;

namespace Stratum.Node.Cli;

/// <summary><c>stratum store</c>: looks into the data directory of a stopped node; only <c>repair</c> changes anything.</summary>
internal static class StoreCommand
{
    public static Command Create() =>
        new("store", "Inspect and repair the data directory of a stopped node") { CreateCheck(), CreateStats(), CreateRepair() };

    private static Command CreateCheck()
    {
        var signatures = new Option<bool>("--signatures") { Description = "Verify every signature, too, on all cores" };
        var json = CommonOptions.Json();
        var command = new Command("check", "Check every CRC, every index and every hash; exit code 1 when something is damaged") { signatures, json };
        command.SetAction((result, cancellationToken) =>
        {
            if (result.GetValue(signatures))
            {
                CryptoLibrary.ThrowIfMissing();
            }

            using var inspection = Open(result);
            var started = TimeProvider.System.GetTimestamp();
            CheckResult found;
            using (var bar = StoreCheckProgress.On(Console.Error, TimeProvider.System))
            {
                found = inspection.Check(result.GetValue(signatures), bar, cancellationToken);
            }

            var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            StoreReport.Write(found, seconds, result.GetValue(json), result.InvocationConfiguration.Output);
            return Task.FromResult((int)(found.DefectCount == 0 ? ExitCode.Done : ExitCode.CheckFailed));
        });
        return command;
    }

    private static Command CreateStats()
    {
        var json = CommonOptions.Json();
        var command = new Command("stats", "Days, tables, series, bytes per observation by column, write amplification") { json };
        command.SetAction(result =>
        {
            using var inspection = Open(result);
            StoreReport.Write(inspection.Facts(), result.GetValue(json), result.InvocationConfiguration.Output);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command CreateRepair()
    {
        var clock = new Option<bool>("--clock-is-right") { Description = "You have compared this machine's clock with another one, and it is right" };
        var json = CommonOptions.Json();
        var command = new Command(
            "repair", "Mend what a wrong clock did to retention; says what it finds and does; exit code 1 when something is left") { clock, json };
        command.SetAction(result =>
        {
            var options = LoadedOptions.Require(result);
            var voucher = result.GetValue(clock) ? "the operator says that the clock is right"
                : KernelClockState.Read() == KernelClock.Synchronised ? "the kernel says that the clock is synchronised"
                : null;
            var wallSeconds = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var found = StoreRepair.Run(
                Path.GetFullPath(options.Node.StoragePath), PhysicalFileSystem.Instance, wallSeconds, options.DbLimits.MaxAgeDays, voucher);
            StoreReport.Write(found, wallSeconds, result.GetValue(json), result.InvocationConfiguration.Output);
            return (int)(found.All(static finding => finding.Done is not null) ? ExitCode.Done : ExitCode.CheckFailed);
        });
        return command;
    }

    private static StoreInspection Open(ParseResult result) =>
        StoreInspection.Open(Path.GetFullPath(LoadedOptions.Require(result).Node.StoragePath), PhysicalFileSystem.Instance);
}
