using System.Text.RegularExpressions;

namespace Stratum.EndToEnd.Tests;

/// <summary>Every example of docs/IMPORT.md, in order, on one node: its files are made, its command is run, and it ends as the document says.</summary>
public sealed partial class ImportDocumentTests
{
    [Fact]
    public async Task Examples_OfTheDocument_EndAsItSays()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot(), "docs", "IMPORT.md"));
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        foreach (Match file in FileBlock.Matches(text))
        {
            await File.WriteAllTextAsync(Path.Combine(directory.Root, file.Groups["name"].Value), file.Groups["text"].Value);
        }

        foreach (Match capture in CaptureLine.Matches(text))
        {
            File.Copy(
                Path.Combine(RepositoryRoot(), "tests", "Stratum.Ingest.Tests", "Captures", "history", capture.Groups["from"].Value),
                Path.Combine(directory.Root, capture.Groups["to"].Value));
        }

        var examples = Example.Matches(text);
        Assert.Equal(Regex.Count(text, "^```sh$", RegexOptions.Multiline), examples.Count);
        foreach (Match example in examples)
        {
            var arguments = Argument.Matches(example.Groups["arguments"].Value)
                .Select(match => match.Value.Replace("\"", "", StringComparison.Ordinal))
                .ToArray();
            var (exitCode, output, error) = await StratumProgram.RunInAsync(directory.Root, ["import", "--config", directory.Configuration, .. arguments]);
            Assert.True(exitCode == 0, $"{example.Groups["arguments"].Value}\n{output}{error}");
            Assert.Contains(example.Groups["result"].Value.Trim(), output, StringComparison.Ordinal);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Stratum.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex("<!-- file: (?<name>\\S+) -->\n```\\w+\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex FileBlock { get; }

    [GeneratedRegex(@"<!-- capture: (?<from>\S+) as (?<to>\S+) -->")]
    private static partial Regex CaptureLine { get; }

    [GeneratedRegex("```sh\nstratum import (?<arguments>[^\n]+)\n```\n\n(?<result>    [^\n]+)\n")]
    private static partial Regex Example { get; }

    [GeneratedRegex("(?:\"[^\"]*\"|[^\\s\"])+")]
    private static partial Regex Argument { get; }
}
