using System.CommandLine;
using System.Reflection;

namespace Stratum.Repository.Tests;

public sealed class CommandLineDocumentTests
{
    [Fact]
    public void Commands_OfStratum_AreEachNamedInADocument()
    {
        var text = string.Join('\n', RepositoryFiles.Documents.Select(RepositoryFiles.Read));
        var findings = new Findings("Every command of the command line is named in a document, as \"stratum <command>\".");
        foreach (var command in Leaves(Root(), "stratum").Where(command => !text.Contains(command, StringComparison.Ordinal)))
        {
            findings.Add("docs", $"no document names `{command}`");
        }

        findings.AssertNone();
    }

    private static IEnumerable<string> Leaves(Command command, string path)
    {
        var children = command.Subcommands.Where(child => !child.Hidden).ToArray();
        return children.Length == 0 ? [path] : children.SelectMany(child => Leaves(child, $"{path} {child.Name}"));
    }

    // By reflection: the executable shows its insides to its own tests only.
    private static Command Root()
    {
        var build = Assembly.Load("stratum").GetType("Stratum.Node.Cli.StratumCommand")
            ?.GetMethod("Build", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, []);
        Assert.True(build is not null, "Stratum.Node.Cli.StratumCommand.Build() is not there");
        return Assert.IsType<Command>(build.Invoke(null, null), exactMatch: false);
    }
}
