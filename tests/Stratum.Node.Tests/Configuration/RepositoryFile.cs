using System.Runtime.CompilerServices;

namespace Stratum.Node.Tests.Configuration;

/// <summary>Files at the top of the repository that are written from the schema.</summary>
internal static class RepositoryFile
{
    // `STRATUM_WRITE_DOCUMENTS=1 dotnet test` writes the expected text instead of comparing it: review the difference, then commit.
    private const string WriteVariable = "STRATUM_WRITE_DOCUMENTS";

    public static string PathOf(string name) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", name));

    public static string Read(string name) => File.ReadAllText(PathOf(name)).ReplaceLineEndings("\n");

    public static void AssertText(string name, string expected)
    {
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            File.WriteAllText(PathOf(name), expected);
        }

        Assert.Equal(expected, Read(name));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
