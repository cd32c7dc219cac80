using System.Text.RegularExpressions;

namespace Stratum.Repository.Tests;

public sealed class DocumentTests
{
    [Theory]
    [InlineData("LICENSE")]
    [InlineData("README.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("Makefile")]
    [InlineData(".ci/run")]
    [InlineData("stratum.example.toml")]
    [InlineData("docs/ARCHITECTURE.md")]
    [InlineData("docs/QUICKSTART.md")]
    [InlineData("docs/CONFIGURATION.md")]
    [InlineData("docs/API.md")]
    [InlineData("docs/DEPENDENCIES.md")]
    public void Repository_Root_Holds(string path) => Assert.True(RepositoryFiles.Exists(path), $"{path} is missing");

    [Fact]
    public void License_Text_IsApache2() => Assert.Contains("Apache License", RepositoryFiles.Read("LICENSE"), StringComparison.Ordinal);

    [Theory]
    [InlineData("make demo")]
    [InlineData("make test")]
    public void Readme_Commands_AreNamed(string command) => Assert.Contains(command, RepositoryFiles.Read("README.md"), StringComparison.Ordinal);

    [Fact]
    public void MakeTargets_NamedInDocuments_Exist()
    {
        var findings = new Findings("A make target that a document or .ci/run names exists in the Makefile.");
        var rules = Regex.Matches(RepositoryFiles.Read("Makefile"), @"^([a-z][a-z0-9-]*):(?!=)", RegexOptions.Multiline);
        var targets = rules.Select(match => match.Groups[1].Value).ToHashSet();
        // In code marks, or at the start of a line of an indented or fenced block.
        var named = new Regex(@"(?:`|^\s*(?:\$ )?)make ((?:[a-z][a-z0-9-]*)(?: [a-z][a-z0-9-]*)*)(?=`| *$| +[A-Z#&|;])", RegexOptions.CultureInvariant);
        foreach (var path in RepositoryFiles.Documents.Append(".ci/run"))
        {
            foreach (var (number, line) in RepositoryFiles.Lines(path).Index())
            {
                foreach (var target in named.Matches(line).SelectMany(match => match.Groups[1].Value.Split(' ')).Where(target => !targets.Contains(target)))
                {
                    findings.Add(path, number + 1, $"make {target} is no target of the Makefile");
                }
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Links_RelativeInDocuments_Resolve()
    {
        var findings = new Findings("A relative link leads to a file of the repository.");
        var link = new Regex(@"\]\((?<target>[^)#\s]+)(?:#[^)]*)?\)", RegexOptions.CultureInvariant);
        foreach (var path in RepositoryFiles.Documents)
        {
            var folder = Path.GetDirectoryName(path) ?? "";
            foreach (var (number, line) in RepositoryFiles.Lines(path).Index())
            {
                foreach (var target in link.Matches(line).Select(match => match.Groups["target"].Value))
                {
                    var isElsewhere = Regex.IsMatch(target, "^[a-z]+:", RegexOptions.CultureInvariant);
                    if (!isElsewhere && !RepositoryFiles.Exists(Path.Combine(folder, Uri.UnescapeDataString(target))))
                    {
                        findings.Add(path, number + 1, $"{target} does not exist");
                    }
                }
            }
        }

        findings.AssertNone();
    }
}
