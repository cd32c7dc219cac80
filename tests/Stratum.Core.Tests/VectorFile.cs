using System.Text;

namespace Stratum.Core.Tests;

/// <summary>Files of the folder Vectors.</summary>
internal static class VectorFile
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Vectors", name);

    /// <summary>The lines that are not comments.</summary>
    public static string[] Lines(string name) =>
        [.. File.ReadAllLines(PathOf(name), Encoding.UTF8).Where(line => line.Length > 0 && line[0] != '#')];
}
