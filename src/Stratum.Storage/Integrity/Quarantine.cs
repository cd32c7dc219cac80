using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Copies of damaged files, for whoever wants to look at them.</summary>
internal static class Quarantine
{
    /// <summary>
    /// Bytes of copies that are kept: a dying card damages file after file, and copies must not fill what is left of it. Beyond it the damage is still
    /// counted and logged.
    /// </summary>
    public const long BytesMax = 64L << 20;

    /// <summary>Keeps a copy of a file unless the bound is reached.</summary>
    public static void Keep(IFileSystem files, StorePaths paths, string path)
    {
        long held = 0;
        foreach (var name in files.ListFiles(paths.Quarantine))
        {
            using var kept = files.OpenRead(Path.Combine(paths.Quarantine, name));
            held += kept.Length;
        }

        using (var file = files.OpenRead(path))
        {
            held += file.Length;
        }

        if (held <= BytesMax)
        {
            FileContent.Keep(files, path, paths.Quarantine, Path.GetFileName(path));
        }
    }
}
