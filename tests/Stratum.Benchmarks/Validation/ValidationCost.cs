using System.Diagnostics;
using Stratum.Core;
using Stratum.Validation;

namespace Stratum.Benchmarks;

/// <summary>Time and memory of validation (VALIDATION, section 3 item 7): made-up networks of 50 neighbours around each station.</summary>
internal static class ValidationCost
{
    private const int Stations = 2000;
    private const int SeriesForMemory = 20_000;
    private const int Hours = 30;
    private const long Start = 1_795_176_000;

    // 50 neighbours within temperature's densest cells: stations 2 km apart.
    private const double SpacingDegrees = 0.02;

    public static Task RunAsync()
    {
        Window("all signers known", EveryStation(SignerStanding.Own));
        Window("three in four signers unknown", EveryStation(SignerStanding.Unknown));
        Arrival();
        Memory();
        return Task.CompletedTask;
    }

    private static void Window(string name, MixedTrust trust)
    {
        var scorer = new WindowScorer(
            new MemoryStations(), QuantityRegistry.Default, new ValidationOptions(), ValidationPipeline.StandardValidators(trust), trust);
        var fastest = double.MaxValue;
        for (var hour = 0; hour < Hours; hour++)
        {
            var window = Hour(hour, Stations);
            var started = Stopwatch.GetTimestamp();
            scorer.Close(window);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(started).TotalMicroseconds / Stations);
        }

        Console.WriteLine($"window pass, {Stations} stations, {name,-30} {fastest,6:0.0} us an observation (bar 50)");
    }

    private static void Arrival()
    {
        var latest = new MemoryStations();
        var pipeline = new ValidationPipeline(
            latest, QuantityRegistry.Default, new ValidationOptions(), ValidationPipeline.StandardValidators(), EveryStation(SignerStanding.Own));
        for (var hour = 0; hour < Hours; hour++)
        {
            foreach (var observation in Hour(hour, Stations))
            {
                latest.Take(observation);
                pipeline.Learn(observation, Assessment.NotEvaluated);
            }

            pipeline.CloseWindows(Start + (hour * 3600) + 1800);
        }

        var newest = Hour(Hours - 1, Stations);
        var fastest = double.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            latest.SpentMicroseconds = 0;
            var started = Stopwatch.GetTimestamp();
            foreach (var observation in newest)
            {
                pipeline.Score(observation);
            }

            // What a look-up in this list costs is no measure of the store's index.
            fastest = Math.Min(fastest, (Stopwatch.GetElapsedTime(started).TotalMicroseconds - latest.SpentMicroseconds) / Stations);
        }

        Console.WriteLine($"pass at arrival, 50 neighbours                            {fastest,6:0.0} us an observation, without the look-up (bar 150)");
    }

    private static void Memory()
    {
        var scorer = new WindowScorer(new MemoryStations(), QuantityRegistry.Default, new ValidationOptions(), ValidationPipeline.StandardValidators());
        var window = Hour(0, SeriesForMemory);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var part in window.Chunk(500))
        {
            scorer.Close(part);
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        var bytes = (after - before) / SeriesForMemory;
        Console.WriteLine($"history of {scorer.SeriesWithHistory} series                                  {bytes,6} bytes a series (bar 1024)");
        GC.KeepAlive(window);
    }

    private static List<Observation> Hour(int hour, int stations)
    {
        var side = (int)Math.Ceiling(Math.Sqrt(stations));
        var random = new Random(hour);
        var window = new List<Observation>(stations);
        for (var i = 0; i < stations; i++)
        {
            var station = SyntheticStation.Of($"s{i}", 45 + (i / side * SpacingDegrees), 10 + (i % side * SpacingDegrees * 1.4), i % 400);
            window.Add(station.Says(Start + (hour * 3600L), 12 + (5 * Math.Sin(hour / 4.0)) - (i % 400 * 0.0065) + random.NextDouble()));
        }

        return window;
    }

    private static MixedTrust EveryStation(SignerStanding mostly) => new(mostly);

    // Every fourth is known, the others as given.
    private sealed class MixedTrust(SignerStanding mostly) : ISignerTrust
    {
        public SignerStanding StandingOf(NodeId signer) => (signer.GetHashCode() & 3) == 0 ? SignerStanding.Own : mostly;
    }
}
