using System.Text.RegularExpressions;

namespace Stratum.Repository.Tests;

public sealed class TestProjectTests
{
    [Fact]
    public void TestProjects_Each_HasATest()
    {
        var findings = new Findings("A test project tests something.");
        var test = new Regex(@"\[(Fact|Theory)\b", RegexOptions.CultureInvariant);
        foreach (var project in ProjectFile.All.Where(project => project.IsTests))
        {
            var folder = Path.GetDirectoryName(project.Path)!.Replace('\\', '/') + "/";
            if (!RepositoryFiles.Sources.Any(path => path.StartsWith(folder, StringComparison.Ordinal) && test.IsMatch(RepositoryFiles.Read(path))))
            {
                findings.Add(project.Path, "has no [Fact] and no [Theory]");
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Tests_Names_AreMethodConditionExpectation()
    {
        var findings = new Findings("A test is named Method_Condition_Expectation.");
        var signature = new Regex(@"^\s*public (?:async )?(?:void|Task|ValueTask) (?<name>\w+)\(", RegexOptions.CultureInvariant);
        foreach (var path in RepositoryFiles.Sources.Where(path => path.StartsWith("tests/", StringComparison.Ordinal)))
        {
            var isTest = false;
            foreach (var (number, line) in RepositoryFiles.Lines(path).Index())
            {
                isTest |= line.Contains("[Fact", StringComparison.Ordinal) || line.Contains("[Theory", StringComparison.Ordinal);
                if (isTest && signature.Match(line) is { Success: true } match)
                {
                    isTest = false;
                    if (match.Groups["name"].Value.Count(character => character == '_') < 2)
                    {
                        findings.Add(path, number + 1, match.Groups["name"].Value);
                    }
                }
            }
        }

        findings.AssertNone();
    }
}
