using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>The complete example of docs/ADAPTERS.md.</summary>
public sealed class AdapterExampleTests
{
    [Fact]
    public async Task Example_FileWithATemperature_IsConvertedAndDelivered()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "hot");
            await using var server = await IngestServer.StartAsync();
            var adapter = new FileThermometerFactory(server.Ingest).Create(new SensorOptions
            {
                Adapter = "file_thermometer",
                DeviceId = "shed",
                Position = new GeoPoint(59.9, 10.7),
                Settings = new Dictionary<string, string> { ["path"] = path },
            });
            await using var run = new AdapterRun(adapter, server.Intake);
            await run.UntilAsync(
                () => run.Adapter.Status is { State: "backoff", LastError: { } error } && error.EndsWith("writes it", StringComparison.Ordinal));
            await File.WriteAllTextAsync(path, "72.5");
            await run.UntilReadingsAsync(1);
            var observation = Assert.Single(server.Intake.Observations);
            Assert.Equal((22.5, "shed", new GeoPoint(59.9, 10.7)), (observation.Value, observation.Series[TextField.DeviceId], observation.Position));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Example_InTheDocument_IsTheFileThatIsCompiled()
    {
        var root = Root();
        var document = File.ReadAllText(Path.Combine(root, "docs", "ADAPTERS.md")).ReplaceLineEndings("\n");
        var start = document.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        var code = document[start..document.IndexOf("```", start, StringComparison.Ordinal)];
        Assert.Equal(code, File.ReadAllText(Path.Combine(root, "tests", "Stratum.Ingest.Tests", "Examples", "FileThermometer.cs")).ReplaceLineEndings("\n"));
    }

    // What the refusal of an unknown name points at.
    [Fact]
    public void Quantities_InTheDocument_AreThoseOfTheRegistry()
    {
        var document = File.ReadAllText(Path.Combine(Root(), "docs", "API.md")).ReplaceLineEndings("\n");
        var lines = document[document.IndexOf("## Quantities\n", StringComparison.Ordinal)..].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(QuantityRegistry.Default.All.Select(quantity => $"| `{quantity.ReadingType}` | {quantity.Unit} |"), lines);
    }

    private static string Root()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Stratum.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("the tests do not run inside the repository");
        }

        return root;
    }
}
