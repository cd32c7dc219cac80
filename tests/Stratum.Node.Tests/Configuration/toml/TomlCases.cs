using System.Runtime.CompilerServices;

namespace Stratum.Node.Tests.Configuration.Toml;

/// <summary>The files of the conformance suite, read where they lie in the source tree, byte for byte.</summary>
internal static class TomlCases
{
    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(ThisFile())!, "cases");

    public static TheoryData<string> Names(string group)
    {
        var folder = Path.Combine(Folder, group);
        var names = Directory.EnumerateFiles(folder, "*.toml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal);
        return new TheoryData<string>(names);
    }

    public static byte[] Read(string group, string name) => File.ReadAllBytes(Path.Combine(Folder, group, name));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
