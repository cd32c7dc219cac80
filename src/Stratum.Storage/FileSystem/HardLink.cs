using System.Runtime.InteropServices;

namespace Stratum.Storage;

/// <summary>A second name of a file, which the framework does not offer.</summary>
internal static partial class HardLink
{
    /// <summary>False where the system or the file system has none, or the two are not on the same one.</summary>
    public static bool TryCreate(string source, string target) => !OperatingSystem.IsWindows() && Link(source, target) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);
}
