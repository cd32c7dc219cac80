using Stratum.Core;

namespace Stratum.Storage;

/// <summary>A file of zeros that holds disk back for the end: what must still be written when everything else is full.</summary>
internal sealed class DiskReserve(IFileSystem files, StorePaths paths, int bytes, long freeBytesMin)
{
    /// <summary>Writes the reserve, unless it is there or the disk is short already.</summary>
    public void Fill()
    {
        if (bytes == 0 || files.FreeBytes(paths.Root) < freeBytesMin + bytes)
        {
            return;
        }

        if (files.Exists(paths.Reserve))
        {
            using (var held = files.OpenRead(paths.Reserve))
            {
                if (held.Length == bytes)
                {
                    return;
                }
            }

            files.Delete(paths.Reserve);
        }

        using var file = files.Create(paths.Reserve);
        // Written, not only made long: a file with holes holds nothing back.
        file.Write(0, new byte[bytes]);
        file.FlushFile();
    }

    /// <summary>Gives the disk back. A disk that fails even that has nothing left to save.</summary>
    public void Release()
    {
        try
        {
            if (files.Exists(paths.Reserve))
            {
                files.Delete(paths.Reserve);
            }
        }
        catch (Exception exception)
        {
            // Called when the store has failed already: whatever this is must not hide why, nor keep those who wait for the writer waiting.
            Problem = exception;
        }
    }

    /// <summary>Why the reserve could not be given back; null when all is well.</summary>
    public Exception? Problem { get; private set; }
}
