namespace Stratum.Repository.Tests;

public sealed class SourceSizeTests
{
    private const int FileLinesMax = 500;

    // STYLE wants a median near 60; a third more is where the trend has turned.
    private const int MedianLinesMax = 80;

    private const int LineLengthMax = 160;

    [Fact]
    public void Sources_Each_HasAtMostFiveHundredLines()
    {
        var findings = new Findings($"A source file has at most {FileLinesMax} lines.");
        foreach (var path in RepositoryFiles.Sources.Where(path => RepositoryFiles.Lines(path).Length > FileLinesMax))
        {
            findings.Add(path, $"has {RepositoryFiles.Lines(path).Length} lines");
        }

        findings.AssertNone();
    }

    [Fact]
    public void ProductSources_Median_StaysNearSixtyLines()
    {
        var lengths = RepositoryFiles.ProductSources.Select(path => RepositoryFiles.Lines(path).Length).Order().ToArray();
        var median = lengths[lengths.Length / 2];
        Assert.True(median <= MedianLinesMax, $"the median of src is {median} lines; at most {MedianLinesMax} are accepted");
    }

    [Fact]
    public void Lines_OfSources_AreAtMost160CharactersLong()
    {
        var findings = new Findings($"A line has at most {LineLengthMax} characters.");
        foreach (var path in RepositoryFiles.Sources)
        {
            foreach (var (number, line) in RepositoryFiles.Lines(path).Index().Where(line => line.Item.Length > LineLengthMax))
            {
                findings.Add(path, number + 1, $"has {line.Length} characters");
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Sources_Characters_AreAscii()
    {
        var findings = new Findings("Sources are ASCII; other characters are written as escapes.");
        foreach (var path in RepositoryFiles.Sources)
        {
            foreach (var (number, line) in RepositoryFiles.Lines(path).Index().Where(line => !System.Text.Ascii.IsValid(line.Item)))
            {
                findings.Add(path, number + 1, line.Trim());
            }
        }

        findings.AssertNone();
    }
}
