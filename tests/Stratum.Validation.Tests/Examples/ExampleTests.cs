using Stratum.Core;

namespace Stratum.Validation.Tests.Examples;

/// <summary>The example of docs/VALIDATORS.md compiles, is what the document shows, and works as it says.</summary>
public class ExampleTests
{
    [Fact]
    public void Document_Example_IsTheFileThatCompiles()
    {
        var document = ReadFromRoot("docs/VALIDATORS.md");
        var start = document.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        var shown = document[start..document.IndexOf("\n```", start, StringComparison.Ordinal)];

        Assert.Equal(ReadFromRoot("tests/Stratum.Validation.Tests/Examples/NightSunValidator.cs").TrimEnd('\n'), shown);
    }

    [Theory]
    [InlineData(0, 300, QualityFlag.Suspect)]
    [InlineData(12, 300, QualityFlag.Good)]
    [InlineData(0, 0, QualityFlag.Good)]
    public void Example_InAPipeline_DoubtsTheSunAtNight(int hour, double value, QualityFlag expected)
    {
        IReadOnlyList<IValidator> validators = [.. ValidationPipeline.StandardValidators(), new NightSunValidator()];
        var pipeline = new ValidationPipeline(new KnownStations(), QuantityRegistry.Default, new ValidationOptions(), validators);
        var observation = Observed.Of("solar_radiation", value, Observed.Noon + ((hour - 12) * 3600), position: new GeoPoint(-33.4, 0));

        var first = pipeline.Score(observation);
        pipeline.Learn(observation, first);
        var second = Assert.Single(pipeline.CloseWindows(Observed.Noon + 86_400)).Assessment;

        Assert.Equal(expected, first.Flag);
        Assert.Equal(expected, second.Flag);
        Assert.Equal(expected == QualityFlag.Suspect, second.Reasons.Contains("300 W/m2 in the middle of the night"));
    }

    private static string ReadFromRoot(string path)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Stratum.sln")))
        {
            directory = directory.Parent;
        }

        return File.ReadAllText(Path.Combine(directory.FullName, path)).ReplaceLineEndings("\n");
    }
}
