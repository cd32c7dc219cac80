using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Stratum.Ingest;
using Stratum.Node.Configuration;
using Stratum.Node.Hosting;

namespace Stratum.Node.Tests.Configuration;

public sealed class ConfigurationDocumentTests
{
    private const string Start = "<!-- table: written from the schema -->\n";
    private const string End = "<!-- end of table -->\n";

    [Fact]
    public void Document_Table_IsWhatTheSchemaSays()
    {
        var document = RepositoryFile.Read("docs/CONFIGURATION.md");
        var start = document.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var end = document.IndexOf(End, StringComparison.Ordinal);
        Assert.InRange(start, Start.Length, end);

        RepositoryFile.AssertText("docs/CONFIGURATION.md", document[..start] + ConfigurationTable.Write() + document[end..]);
    }

    [Fact]
    public void Example_Text_IsWhatTheSchemaSays() => RepositoryFile.AssertText("stratum.example.toml", ExampleText.Write());

    [Fact]
    public void Example_InTheProgram_IsTheFile() =>
        Assert.Equal(RepositoryFile.Read("stratum.example.toml"), ExampleConfiguration.Text.ReplaceLineEndings("\n"));

    [Fact]
    public void Example_EveryKey_HasALine()
    {
        var lines = ExampleConfiguration.Text.ReplaceLineEndings("\n").Split('\n');

        var names = ConfigurationSchema.All.Select(key => key.Name).Concat(AdapterSetting.All.Select(setting => setting.Name));
        Assert.All(names, name => Assert.Contains(lines, line => line.TrimStart('#').StartsWith($"{name} = ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Example_Loaded_HasNoProblemAndTheDefaults()
    {
        using var folder = new ConfigurationFolder(ExampleConfiguration.Text);

        var loaded = folder.Load();

        Assert.Empty(loaded.Problems);
        Assert.Equal(new StratumOptions().Network.ApiListen, loaded.Options!.Network.ApiListen);
        Assert.Equal("http_json", Assert.Single(loaded.Options.Sensors).Adapter);
    }

    [Fact]
    public void Example_WithEveryCommentedKeySet_HasNoErrors()
    {
        var lines = ExampleConfiguration.Text.Split('\n').Select(line => line is ['#', not ' ', ..] ? line[1..] : line);
        using var folder = new ConfigurationFolder(string.Join('\n', lines));

        Assert.DoesNotContain(folder.Load().Problems, problem => problem.Severity == ProblemSeverity.Error);
    }

    // What the documents say that an adapter takes, and what it takes.
    [Fact]
    public void AdapterSettings_OfEveryFactory_AreThoseOfTheSchema()
    {
        var clock = new ClockPlausibility(TimeProvider.System);
        var tokens = new TokenStore(Path.Combine(Path.GetTempPath(), "stratum-no-tokens.json"), TimeProvider.System);
        using var meter = new Meter("test");
        var ingest = new HttpIngest(
            new HttpIngestOptions(), tokens, clock, new IngestMetrics(meter), TimeProvider.System, NullLogger<HttpIngest>.Instance);
        var factories = AdapterRegistry.Create(ingest, "test", new OwnObservations(null!, default));
        Assert.Equal(SensorKeys.Kinds.Order(), factories.Keys.Order());
        Assert.All(factories, factory => Assert.Equal(AdapterSetting.NamesOf(factory.Key).Order(), factory.Value.SettingNames.Order()));
    }
}
