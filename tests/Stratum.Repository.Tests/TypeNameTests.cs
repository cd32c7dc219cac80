using System.Text.RegularExpressions;

namespace Stratum.Repository.Tests;

public sealed class TypeNameTests
{
    // Top-level types stand at the first column: namespaces are file-scoped.
    private static readonly Regex Declaration = new(
        @"^(?<modifiers>(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|unsafe|ref)\s+)*)"
        + @"(?<kind>class|interface|enum|struct|record struct|record class|record|delegate\s+[\w<>\[\],.?\s]+?)\s+(?<name>\w+)\s*(?:[<({:;]|$|where\b)",
        RegexOptions.CultureInvariant);

    private static readonly Regex AnyDeclaration = new(
        @"^\s*(?:(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly|unsafe|ref)\s+)*"
        + @"(?:class|interface|enum|struct|record struct|record class|record)\s+(?<name>[A-Z]\w*)", RegexOptions.CultureInvariant);

    [Fact]
    public void Sources_Each_DeclareATypeOfTheirName()
    {
        var findings = new Findings("A file bears the name of its type (Type.Part.cs for a part of it or for TypePart).");
        foreach (var path in RepositoryFiles.Sources)
        {
            var types = TopLevel(path).Select(type => type.Name).ToArray();
            var parts = Path.GetFileNameWithoutExtension(path).Split('.');
            if (types.Length > 0 && !types.Contains(parts[0]) && !types.Contains(string.Concat(parts)))
            {
                findings.Add(path, $"declares {string.Join(", ", types)}");
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void ProductSources_PublicTypes_AreOneAFileButForSmallOnesBesideIt()
    {
        var findings = new Findings("A file has one public class; records, enums and interfaces may stand beside it.");
        foreach (var path in RepositoryFiles.ProductSources)
        {
            var classes = TopLevel(path).Where(type => type.IsPublic && type.Kind == "class").ToArray();
            if (classes.Length > 1)
            {
                findings.Add(path, classes[1].Line, $"{classes[1].Name} is the second public class after {classes[0].Name}");
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Types_Names_SayWhatTheyAre()
    {
        var empty = new Regex("(Manager|Helpers?|Utils?|Utility|Utilities|Data|Info)$", RegexOptions.CultureInvariant);
        var findings = new Findings("No Manager, Helper, Util, Data or Info types: name what it is.");
        foreach (var path in RepositoryFiles.Sources)
        {
            foreach (var (number, line) in RepositoryFiles.Lines(path).Index())
            {
                if (AnyDeclaration.Match(line) is { Success: true } match && empty.IsMatch(match.Groups["name"].Value))
                {
                    findings.Add(path, number + 1, match.Groups["name"].Value);
                }
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Namespaces_OfSources_AreFileScopedAndOfTheirProject()
    {
        var findings = new Findings("A file's namespace is file-scoped and begins with its project's name.");
        foreach (var path in RepositoryFiles.Sources)
        {
            var project = path.Split('/')[1];
            foreach (var (number, line) in RepositoryFiles.Lines(path).Index().Where(line => line.Item.StartsWith("namespace ", StringComparison.Ordinal)))
            {
                if (!Regex.IsMatch(line, $@"^namespace {Regex.Escape(project)}(\.\w+)*;$"))
                {
                    findings.Add(path, number + 1, line);
                }
            }
        }

        findings.AssertNone();
    }

    private static IEnumerable<(string Name, string Kind, bool IsPublic, int Line)> TopLevel(string path)
    {
        foreach (var (number, line) in RepositoryFiles.Lines(path).Index())
        {
            if (Declaration.Match(line) is { Success: true } match)
            {
                var isPublic = match.Groups["modifiers"].Value.Contains("public", StringComparison.Ordinal);
                yield return (match.Groups["name"].Value, match.Groups["kind"].Value, isPublic, number + 1);
            }
        }
    }
}
