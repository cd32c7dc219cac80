using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Stratum.Repository.Tests;

public sealed class DependencyTests
{
    // ARCHITECTURE section 3; the last three build and test only.
    private static readonly string[] AllowedPackages =
    [
        "System.CommandLine", "Google.Protobuf", "Grpc.Tools", "Serilog", "Serilog.Extensions.Logging", "Serilog.Sinks.Console", "Serilog.Sinks.File",
        "Microsoft.Extensions.Hosting", "Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.NET.Test.Sdk", "xunit", "xunit.runner.visualstudio",
    ];

    [Fact]
    public void Core_References_AreNone()
    {
        var core = ProjectFile.All.Single(project => project.Name == "Stratum.Core");
        Assert.Empty(core.Projects);
        Assert.Empty(core.Packages);
        Assert.Empty(core.Frameworks);
    }

    [Fact]
    public void Modules_References_AreCoreAlone()
    {
        var findings = new Findings("A module references Stratum.Core alone; what it needs of a sibling is an interface in Core.");
        foreach (var project in ProjectFile.All.Where(project => project.IsProduct && project.Name is not ("Stratum.Core" or "Stratum.Node")))
        {
            foreach (var other in project.Projects.Where(other => other != "Stratum.Core"))
            {
                findings.Add(project.Path, $"references {other}");
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Usings_OfModules_NameNoSibling()
    {
        var findings = new Findings("A module's sources name no sibling module.");
        string[] modules = ["Storage", "Validation", "Ingest", "Mesh", "Archive", "Api", "Node"];
        foreach (var path in RepositoryFiles.ProductSources.Where(path => !path.StartsWith("src/Stratum.Node/", StringComparison.Ordinal)))
        {
            var others = modules.Where(module => !path.StartsWith($"src/Stratum.{module}/", StringComparison.Ordinal));
            var sibling = new Regex($@"\bStratum\.({string.Join('|', others)})\b");
            foreach (var (number, line) in RepositoryFiles.Lines(path).Index())
            {
                if (line.StartsWith("using ", StringComparison.Ordinal) && sibling.IsMatch(line))
                {
                    findings.Add(path, number + 1, line);
                }
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Modules_Each_HasATestProject()
    {
        var findings = new Findings("Each project of src has tests/<name>.Tests.");
        var paths = RepositoryFiles.Projects.ToHashSet();
        foreach (var project in ProjectFile.All.Where(project => project.IsProduct))
        {
            if (!paths.Contains($"tests/{project.Name}.Tests/{project.Name}.Tests.csproj"))
            {
                findings.Add(project.Path, "has no test project");
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void Packages_OfEveryProject_AreAllowedAndHaveNoVersionOfTheirOwn()
    {
        var findings = new Findings("Packages are those of docs/DEPENDENCIES.md; their versions stand in Directory.Packages.props.");
        var packages = ProjectFile.All.SelectMany(project => project.Packages.Select(package => (project.Path, package))).Concat(PropsPackages());
        foreach (var (path, package) in packages)
        {
            var name = ProjectFile.Include(package);
            if (!AllowedPackages.Contains(name))
            {
                findings.Add(path, $"references {name}, which is not on the list");
            }

            var settings = package.Attributes().Select(setting => setting.Name.LocalName).Concat(package.Elements().Select(setting => setting.Name.LocalName));
            if (settings.Any(setting => setting.StartsWith("Version", StringComparison.Ordinal)))
            {
                findings.Add(path, $"gives {name} a version of its own");
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void PackageVersions_Central_AreExactAndUsed()
    {
        var findings = new Findings("Directory.Packages.props pins exact versions of packages that are used.");
        var packages = ProjectFile.All.SelectMany(project => project.Packages).Concat(PropsPackages().Select(package => package.Package));
        var used = packages.Select(ProjectFile.Include).ToHashSet();
        foreach (var version in XDocument.Parse(RepositoryFiles.Read("Directory.Packages.props")).Descendants("PackageVersion"))
        {
            if (!Regex.IsMatch(version.Attribute("Version")?.Value ?? "", @"^\d+\.\d+\.\d+$"))
            {
                findings.Add("Directory.Packages.props", $"{ProjectFile.Include(version)} is not pinned to one released version");
            }

            if (!used.Contains(ProjectFile.Include(version)))
            {
                findings.Add("Directory.Packages.props", $"{ProjectFile.Include(version)} is used by no project");
            }
        }

        findings.AssertNone();
    }

    [Fact]
    public void TargetFramework_OfEveryProject_ComesFromTheSharedProperty()
    {
        var findings = new Findings("The framework is StratumTargetFramework of Directory.Build.props.");
        foreach (var project in ProjectFile.All.Where(project => project.Has("TargetFramework") || project.Has("TargetFrameworks")))
        {
            findings.Add(project.Path, "sets its own framework");
        }

        findings.AssertNone();
    }

    [Fact]
    public void Solution_Projects_AreThoseOnDisk()
    {
        var listed = Regex.Matches(RepositoryFiles.Read("Stratum.sln"), "\"([^\"]+\\.csproj)\"").Select(match => match.Groups[1].Value.Replace('\\', '/'));
        Assert.Equal(RepositoryFiles.Projects.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(string Path, XElement Package)> PropsPackages() =>
        from path in RepositoryFiles.All.Where(path => path.EndsWith("Directory.Build.props", StringComparison.Ordinal))
        from package in XDocument.Parse(RepositoryFiles.Read(path)).Descendants("PackageReference")
        select (path, package);
}
