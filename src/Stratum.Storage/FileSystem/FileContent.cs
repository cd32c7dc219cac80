using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Whole files at once: only for those whose size the options bound.</summary>
internal static class FileContent
{
    public static byte[] Read(IFileSystem files, string path)
    {
        using var file = files.OpenRead(path);
        var bytes = new byte[file.Length];
        var read = file.Read(0, bytes);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>Copies a file to a place that keeps it, and makes the copy durable. An older copy there is replaced.</summary>
    public static void Keep(IFileSystem files, string source, string directory, string name)
    {
        var target = Path.Combine(directory, name);
        if (files.Exists(target))
        {
            files.Delete(target);
        }

        using var from = files.OpenRead(source);
        using var to = files.Create(target);
        var buffer = new byte[1 << 16];
        for (long at = 0; ;)
        {
            var read = from.Read(at, buffer);
            if (read == 0)
            {
                break;
            }

            to.Write(at, buffer.AsSpan(0, read));
            at += read;
        }

        to.FlushFile();
        files.FlushDirectory(directory);
    }
}
