namespace Stratum.Ingest.Tests;

/// <summary>What devices sent, copied beside the tests; SOURCES.md says whence.</summary>
internal static class Capture
{
    public static string PathOf(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "Captures", .. parts]);

    public static string Text(params string[] parts) => File.ReadAllText(PathOf(parts));

    public static IEnumerable<string> Names(string folder, string pattern) =>
        Directory.EnumerateFiles(PathOf(folder), pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
