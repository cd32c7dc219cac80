using System.Text.RegularExpressions;

namespace Stratum.Repository.Tests;

public sealed class BannedTextTests
{
    // In two parts, so that this file does not name what it bans.
    private static readonly (string First, string Second, string Reason)[] Banned =
    [
        ("NotImplemented", "Exception", "what is not there is left out"),
        ("TO", "DO", "an issue holds what is left to do"),
        ("FIX", "ME", "an issue holds what is left to do"),
        ("HA", "CK", "say why instead"),
        ("Thread.", "Sleep", "wait for a condition"),
        ("Skip ", "= \"", "a test runs or does not exist"),
        ("pragma warning ", "disable", "mend the cause"),
        ("Suppress", "Message", "mend the cause"),
    ];

    [Fact]
    public void Sources_Words_AreNotBanned()
    {
        var findings = new Findings("Banned words.");
        var patterns = Banned.Select(word => (Pattern: new Regex(Bounded(word.First + word.Second)), word.Reason)).ToArray();
        foreach (var path in RepositoryFiles.Sources)
        {
            foreach (var (number, line) in RepositoryFiles.Lines(path).Index())
            {
                foreach (var (pattern, reason) in patterns.Where(word => word.Pattern.IsMatch(line)))
                {
                    findings.Add(path, number + 1, $"{line.Trim()} ({reason})");
                }
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Sources_CatchBlocks_AreNotEmpty()
    {
        var findings = new Findings("A catch block handles the failure or says why nothing is to be done.");
        var empty = new Regex(@"\bcatch\b[^{};]*\{\s*\}", RegexOptions.CultureInvariant);
        foreach (var path in RepositoryFiles.Sources)
        {
            var text = RepositoryFiles.Read(path);
            foreach (Match match in empty.Matches(text))
            {
                findings.Add(path, text.AsSpan(0, match.Index).Count('\n') + 1, "is an empty catch block");
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Files_OfTheProject_DoNotNameFoldersOutsideIt()
    {
        string[] outside = [".." + "/shared", "/work/" + "shared", "/work/" + "wt", "/work/" + "main"];
        string[] extensions = [".cs", ".csproj", ".props", ".targets", ".md", ".json", ".toml", ".sh", ".yml", ".yaml", ".service", ".py", ".proto", ""];
        var findings = new Findings("A clone holds everything that its build and its tests need.");
        foreach (var path in RepositoryFiles.All.Where(path => extensions.Contains(Path.GetExtension(path))))
        {
            foreach (var (number, line) in RepositoryFiles.Lines(path).Index().Where(line => outside.Any(line.Item.Contains)))
            {
                findings.Add(path, number + 1, line.Trim());
            }
        }

        findings.AssertNone();
    }

    private static string Bounded(string word) => (char.IsLetter(word[0]) ? @"\b" : "") + Regex.Escape(word) + (char.IsLetter(word[^1]) ? @"\b" : "");
}
