using System.Diagnostics;
using Stratum.Core;
using Stratum.Storage;

namespace Stratum.Benchmarks;

/// <summary>
/// Ten years of one's own: six quantities each five minutes, 6.3 million observations, older than what peers are offered but for the last month. Signatures
/// are random bytes, which the store keeps and never verifies. The native program when there is one (STRATUM_AOT), as on a small board.
/// </summary>
internal static class OwnBenchmark
{
    private const int Years = 10;
    private const int StepSeconds = 300;
    private const int SeriesCount = 6;
    private const long YearSeconds = 365L * 86_400;
    private const double OpenMsMax = 300;
    private const double ResidentMbMax = 80;
    private const double YearMsMax = 200;
    private const double TablesMax = 64;
    private const double AmplificationMax = 7;

    // A month of days that peers are offered, and seven of each of three sizes with the largest ones.
    private const int TablesAtRest = 58;
    private const int Rounds = 5;

    public static async Task RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("stratum-own-").FullName;
        var figures = new List<Figure>();
        try
        {
            await MeasureAsync(Path.Combine(directory, "node"), figures);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        foreach (var figure in figures)
        {
            var met = figure.IsMet ? "met" : "NOT MET";
            Console.WriteLine($"{figure.Name}: {figure.Value:0.###} {figure.Unit} (target {figure.TargetText}, {met}) {figure.Remark}");
            Console.WriteLine(figure.ToJson());
        }
    }

    private static async Task MeasureAsync(string directory, List<Figure> figures)
    {
        var native = Environment.GetEnvironmentVariable("STRATUM_AOT") is { Length: > 0 } named && File.Exists(named) ? named : null;
        NodeId own;
        // Makes key and configuration.
        await using (var first = await BenchmarkNode.StartAsync(directory, binary: native))
        {
            own = await OwnIdAsync(first);
        }

        var store = Path.Combine(directory, "store");
        var started = Stopwatch.GetTimestamp();
        var (rows, amplification) = await FillAsync(store, own);
        var remark = $"{rows:N0} observations, {BenchmarkStore.BytesIn(store) / 1e6:0} MB, made in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s";
        var best = double.MaxValue;
        var tables = 0;
        for (var round = 0; round < Rounds; round++)
        {
            started = Stopwatch.GetTimestamp();
            await using var opened = Open(store, own);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            tables = opened.Status.Tables;
        }

        figures.Add(new Figure("ten years of one's own: open the store", best, "ms", OpenMsMax, Remark: remark));
        figures.Add(new Figure("ten years of one's own: tables", tables, "files", TablesMax));
        figures.Add(new Figure("ten years of one's own: bytes passed to write() / table bytes", amplification, "", AmplificationMax));

        await using var node = await BenchmarkNode.StartAsync(directory, binary: native);
        var program = native is null ? "program with JIT" : "native program";
        figures.Add(new Figure(
            $"ten years of one's own: a year of one quantity by days, {program}", await YearMsAsync(node), "ms", YearMsMax, Remark: $"best of {Rounds}"));
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
        figures.Add(new Figure(
            $"ten years of one's own: resident memory, {program}", node.ResidentMb, "MiB", ResidentMbMax, Remark: $"ready in {node.StartMs:0} ms"));
    }

    private static async Task<NodeId> OwnIdAsync(BenchmarkNode node)
    {
        using var status = await node.GetAsync("/status");
        return NodeId.TryParse(status.RootElement.GetProperty("node_id").GetString()!, out var own)
            ? own
            : throw new InvalidOperationException("/status names no node_id");
    }

    private static ObservationStore Open(string directory, NodeId own) => ObservationStore.Open(
        new StoreOptions { Directory = directory, Durability = Durability.Interval }, PhysicalFileSystem.Instance, TimeProvider.System, new OwnTrust(own));

    private static async Task<(long Rows, double Amplification)> FillAsync(string directory, NodeId own)
    {
        var source = new SyntheticRows(10);
        var series = source.MakeSeries(SeriesCount, own);
        var end = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / StepSeconds * StepSeconds;
        var steps = Years * YearSeconds / StepSeconds;
        var rows = Enumerable.Range(0, (int)steps).SelectMany(step => series.Select(one => source.Next(one, end - ((steps - step) * StepSeconds))));
        await using (var store = Open(directory, own))
        {
            await BenchmarkStore.FillAsync(store, rows);
            await BenchmarkStore.MergedAsync(store, TablesAtRest);
        }

        using var inspection = StoreInspection.Open(directory, PhysicalFileSystem.Instance);
        var facts = inspection.Facts();
        return (facts.Observations, (double)facts.BytesWritten / facts.TableBytes);
    }

    private static async Task<double> YearMsAsync(BenchmarkNode node)
    {
        var to = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - (3 * YearSeconds);
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            using var answer = await node.GetAsync(
                $"/series?device_id=station-00000&type=temperature&from={to - YearSeconds}&to={to}&step=86400&limit=1000");
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (answer.RootElement.GetProperty("buckets").GetArrayLength() < 365)
            {
                throw new InvalidOperationException($"a year has {answer.RootElement.GetProperty("buckets").GetArrayLength()} days");
            }
        }

        return best;
    }

    private sealed class OwnTrust(NodeId own) : ISignerTrust
    {
        public SignerStanding StandingOf(NodeId signer) => signer == own ? SignerStanding.Own : SignerStanding.Unknown;
    }
}
