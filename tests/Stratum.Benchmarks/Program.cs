using Stratum.Benchmarks;

// One group of figures a name; all of them without one. Figures compare within a run, never across machines.
var groups = new Dictionary<string, Func<Task>>(StringComparer.Ordinal)
{
    ["canonical"] = CanonicalBenchmark.RunAsync,
    ["node"] = NodeBenchmark.RunAsync,
    ["mesh"] = MeshBenchmark.RunAsync,
    ["summary"] = SummaryBenchmark.RunAsync,
    ["storage"] = StorageBenchmark.RunAsync,
    ["storage-memory"] = StorageBenchmark.RunMemoryAsync,
    ["own"] = OwnBenchmark.RunAsync,
    ["validation"] = ValidationBenchmark.RunAsync,
    ["validation-cost"] = ValidationCost.RunAsync,
};
// The memory is part of the storage group, too.
var chosen = args.Length > 0 ? args : [.. groups.Keys.Where(static name => name != "storage-memory")];
foreach (var name in chosen)
{
    if (!groups.TryGetValue(name, out var run))
    {
        await Console.Error.WriteLineAsync($"there is no group \"{name}\"; there are: {string.Join(", ", groups.Keys)}");
        return 2;
    }

    Console.WriteLine($"== {name} ({Environment.ProcessorCount} cores, .NET {Environment.Version})");
    await run();
}

return 0;
