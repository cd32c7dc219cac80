using System.Runtime.InteropServices;

namespace Stratum.Storage;

/// <summary>fsync of a directory, which the framework does not offer: without it a created, renamed or removed name may not survive a power cut.</summary>
internal static partial class DirectoryFlush
{
    private const int ReadOnly = 0;

    /// <summary>Throws <see cref="IOException"/> when the directory cannot be opened or flushed. NTFS journals names itself, so Windows does nothing.</summary>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(directory, ReadOnly);
        if (descriptor < 0)
        {
            throw Failure("opened", directory);
        }

        var flushed = Fsync(descriptor);
        var failure = flushed == 0 ? null : Failure("flushed", directory);
        _ = Close(descriptor);
        if (failure is not null)
        {
            throw failure;
        }
    }

    private static IOException Failure(string action, string directory)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{directory} cannot be {action}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
