using System.Xml.Linq;

namespace Stratum.Repository.Tests;

/// <summary>What a project file references.</summary>
internal sealed class ProjectFile(string path)
{
    private readonly XDocument _document = XDocument.Parse(RepositoryFiles.Read(path), LoadOptions.SetLineInfo);

    public static IReadOnlyList<ProjectFile> All { get; } = [.. RepositoryFiles.Projects.Select(path => new ProjectFile(path))];

    public string Path => path;

    public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(path);

    public bool IsProduct => path.StartsWith("src/", StringComparison.Ordinal);

    public bool IsTests => Name.EndsWith(".Tests", StringComparison.Ordinal);

    public IEnumerable<XElement> Packages => _document.Descendants("PackageReference");

    public IEnumerable<string> Frameworks => _document.Descendants("FrameworkReference").Select(Include);

    /// <summary>Names of the referenced projects.</summary>
    public IEnumerable<string> Projects =>
        _document.Descendants("ProjectReference").Select(reference => System.IO.Path.GetFileNameWithoutExtension(Include(reference)));

    public bool Has(string element) => _document.Descendants(element).Any();

    public static string Include(XElement element) => element.Attribute("Include")?.Value ?? "";
}
