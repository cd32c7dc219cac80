namespace Stratum.Repository.Tests;

/// <summary>The repository's own files, found from wherever the tests run.</summary>
internal static class RepositoryFiles
{
    // What builds, tools and version control put beside the sources.
    private static readonly string[] ForeignFolders = ["artifacts", "bin", "obj", ".git", ".vs", ".idea", "TestResults", "stratum-data"];

    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root, with forward slashes, in order.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Below(Root).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Sources => All.Where(path => path.EndsWith(".cs", StringComparison.Ordinal));

    public static IEnumerable<string> ProductSources => Sources.Where(path => path.StartsWith("src/", StringComparison.Ordinal));

    public static IEnumerable<string> Projects => All.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal));

    /// <summary>Documents, but not the notes beside test data, which quote what they were copied from.</summary>
    public static IEnumerable<string> Documents => All.Where(path =>
        path.EndsWith(".md", StringComparison.Ordinal) && !path.StartsWith("tests/", StringComparison.Ordinal));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Stratum.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no Stratum.sln above {AppContext.BaseDirectory}");
    }

    private static IEnumerable<string> Below(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(child => !ForeignFolders.Contains(Path.GetFileName(child))).SelectMany(Below));
}
