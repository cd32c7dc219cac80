using System.Diagnostics;
using System.Globalization;
using Stratum.Simulation.Mesh;

// make sim N=1000 LOSS=0.2 SEED=1: the figures of MESH on a virtual clock. Several N, separated by commas, one after the other. HOSTILE=1: the runs with
// hostile nodes, and only those, for every N; otherwise they are made up to a hundred nodes. OBSERVATIONS: of the stores whose comparison is measured; 0: none.
var sizes = Setting("N", "3,10,100").Split(',').Select(static text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
var loss = double.Parse(Setting("LOSS", "0"), CultureInfo.InvariantCulture);
var seed = int.Parse(Setting("SEED", "1"), CultureInfo.InvariantCulture);
var isHostile = Setting("HOSTILE", "0") != "0";
var observations = int.Parse(Setting("OBSERVATIONS", "1000000"), CultureInfo.InvariantCulture);
var lossText = loss.ToString(CultureInfo.InvariantCulture);
var replay = $"make sim N={string.Join(',', sizes)} LOSS={lossText} SEED={seed} OBSERVATIONS={observations} HOSTILE={(isHostile ? 1 : 0)}";
Console.WriteLine($"# Simulated mesh, loss {lossText}, seed {seed}: `{replay}`");
Console.WriteLine();
Console.WriteLine("| figure | measured | target | met | details |");
Console.WriteLine("|---|---|---|---|---|");
var figures = new List<SimFigure>();
foreach (var nodes in sizes)
{
    var started = Stopwatch.GetTimestamp();
    var run = new MeshFigures(nodes, loss, seed) { Measured = figure => Show([figure]), IsHostileOnly = isHostile };
    try
    {
        run.RunAll();
    }
    catch (Exception)
    {
        await Console.Error.WriteLineAsync($"N={nodes} ends with a fault; again with: {replay}");
        throw;
    }

    var process = Process.GetCurrentProcess();
    Show([new SimFigure($"N={nodes}: time of these runs", Stopwatch.GetElapsedTime(started).TotalSeconds, "s",
        Remark: $"{string.Join(", ", run.Times)}; most memory so far {process.PeakWorkingSet64 / 1048576} MiB")]);
}

if (observations > 0)
{
    Show(MeshFigures.Reconciliation(observations, seed));
}

Console.WriteLine();
foreach (var figure in figures)
{
    Console.WriteLine(figure.ToJson());
}

var missed = figures.Count(static figure => !figure.IsMet);
if (missed > 0)
{
    await Console.Error.WriteLineAsync($"{missed} figures are not met; again with: {replay}");
}

return missed == 0 ? 0 : 1;

void Show(IReadOnlyList<SimFigure> some)
{
    figures.AddRange(some);
    foreach (var figure in some)
    {
        Console.WriteLine(figure.ToRow());
    }
}

static string Setting(string name, string otherwise) => Environment.GetEnvironmentVariable($"SIM_{name}") is { Length: > 0 } value ? value : otherwise;
