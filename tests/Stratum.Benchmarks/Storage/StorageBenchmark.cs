using System.Globalization;
using System.Text;

namespace Stratum.Benchmarks;

/// <summary>
/// The store beside SQLite: same rows, same durability, same indexes, same machine, same run. Prints a table, then one JSON line a figure;
/// writes docs/BENCHMARKS.md when STRATUM_BENCH_REPORT names it.
/// </summary>
internal static class StorageBenchmark
{
    public static async Task RunAsync()
    {
        if (!Sqlite.IsPresent)
        {
            Console.WriteLine("libsqlite3.so.0 cannot be loaded: the comparisons with SQLite are left out (Debian: apt-get install libsqlite3-0)");
        }

        var directory = Directory.CreateTempSubdirectory("stratum-storage-").FullName;
        var figures = new List<Figure>();
        var notes = new List<string>();
        try
        {
            await SizeBenchmark.RunAsync(Path.Combine(directory, "size"), figures, notes);
            await SpeedBenchmark.RunAsync(Path.Combine(directory, "speed"), figures, notes);
            NearestBenchmark.Run(figures);
            await RecoveryBenchmark.RunAsync(Path.Combine(directory, "recovery"), figures);
            await MemoryBenchmark.RunAsync(Path.Combine(directory, "memory"), figures);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        var report = Report(figures, notes, directory);
        Console.Write(report);
        foreach (var figure in figures)
        {
            Console.WriteLine(figure.ToJson());
        }

        if (Environment.GetEnvironmentVariable("STRATUM_BENCH_REPORT") is { Length: > 0 } path)
        {
            await File.WriteAllTextAsync(path, report);
        }
    }

    /// <summary>The memory alone, which takes a few minutes.</summary>
    public static async Task RunMemoryAsync()
    {
        var directory = Directory.CreateTempSubdirectory("stratum-memory-").FullName;
        var figures = new List<Figure>();
        try
        {
            await MemoryBenchmark.RunAsync(Path.Combine(directory, "memory"), figures);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        Console.Write(Report(figures, [], directory));
        Console.WriteLine(figures[0].ToJson());
    }

    private static string Report(List<Figure> figures, List<string> notes, string directory)
    {
        var text = new StringBuilder();
        text.AppendLine("# Benchmarks of the store").AppendLine();
        text.AppendLine("Written by `make bench-report`. Figures compare within this run, never across machines.").AppendLine();
        text.AppendLine(Hardware(directory)).AppendLine();
        text.AppendLine("| figure | measured | target | met | details |").AppendLine("|---|---|---|---|---|");
        foreach (var figure in figures)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {figure.Name} | {figure.Value:0.###} {figure.Unit} | {figure.TargetText} | "
                + $"{(figure.Target is null ? "" : figure.IsMet ? "yes" : "NO")} | {figure.Remark} |");
        }

        foreach (var note in notes)
        {
            text.AppendLine().AppendLine(note);
        }

        return text.ToString();
    }

    private static string Hardware(string directory)
    {
        var processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        var memoryGb = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Hardware: {processor ?? "unknown processor"}, {Environment.ProcessorCount} cores, {memoryGb:0} GB, "
            + $"{new DriveInfo(Path.GetTempPath()).DriveFormat} below {Path.GetTempPath()}, "
            + $"{System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}.");
    }
}
