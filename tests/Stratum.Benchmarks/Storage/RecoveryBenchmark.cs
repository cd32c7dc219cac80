using System.Diagnostics;
using System.Globalization;
using Stratum.Storage;

namespace Stratum.Benchmarks;

/// <summary>
/// Opening a store that was killed with 64 MiB of log. Once as the node's settings let it come about: a few late rows keep the oldest segment, what follows
/// is in tables but for the memtables' 16 MiB. Once with no row in any table, which takes settings of its own.
/// </summary>
internal static class RecoveryBenchmark
{
    private const long LogBytes = 64L << 20;
    private const int Series = 1000;

    public static async Task RunAsync(string directory, List<Figure> figures)
    {
        await MeasureAsync(Path.Combine(directory, "pinned"), "recovery of 64 MiB of log", 1, static options => options with { WalBytes = 1L << 30 }, figures);
        await MeasureAsync(
            Path.Combine(directory, "whole"), "recovery of 64 MiB of log, no row in a table", null,
            static options => options with { WalBytes = 1L << 30, MemtableBytes = 1L << 30 }, figures);
    }

    private static async Task MeasureAsync(string directory, string name, double? target, Func<StoreOptions, StoreOptions> change, List<Figure> figures)
    {
        var path = Path.Combine(directory, "store");
        var killed = Path.Combine(directory, "killed");
        var store = BenchmarkStore.Open(path, change: change);
        await FillAsync(store);
        // What kill -9 would leave: the files as they are while the store is open.
        foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(static file =>
            !file.EndsWith("LOCK", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(killed, Path.GetRelativePath(path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await store.DisposeAsync();
        Directory.Delete(path, recursive: true);
        var started = Stopwatch.GetTimestamp();
        var opened = BenchmarkStore.Open(killed, change: change);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var status = opened.Status;
        await opened.DisposeAsync();
        figures.Add(new Figure(name, seconds, "s", target, Remark: string.Create(
            CultureInfo.InvariantCulture, $"{status.RecoveredObservations:N0} rows back in memory, {status.Observations:N0} in all")));
    }

    private static async Task FillAsync(ObservationStore store)
    {
        var source = new SyntheticRows(64);
        var series = source.MakeSeries(Series + 1);
        await store.AppendAsync([source.Next(series[^1], SyntheticRows.Start - 86_400)], CancellationToken.None);
        for (long second = SyntheticRows.Start; store.Status.WalBytes < LogBytes; second += 60)
        {
            await store.AppendAsync([.. Enumerable.Range(0, Series).Select(at => source.Next(series[at], second + (at % 60)))], CancellationToken.None);
        }
    }
}
