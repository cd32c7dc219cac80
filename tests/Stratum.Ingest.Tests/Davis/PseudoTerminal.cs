using System.Runtime.InteropServices;
using System.Text;

namespace Stratum.Ingest.Tests;

/// <summary>A pseudo-terminal: a serial line without a wire.</summary>
internal static partial class PseudoTerminal
{
    /// <summary>The descriptor of the device's side, and the path of the computer's.</summary>
    public static (int Master, string Path) Open()
    {
        var master = OpenMaster(Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlocking);
        Assert.True(master >= 0 && Grant(master) == 0 && Unlock(master) == 0, "no pseudo-terminal: " + Libc.LastError());
        Span<byte> name = stackalloc byte[128];
        Assert.Equal(0, NameOf(master, name, name.Length));
        var path = Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]);
        // Held open and raw by one descriptor of the test: the adapter may come and go.
        KeepOpen(path);
        return (master, path);
    }

    private static void KeepOpen(string path)
    {
        var line = Libc.Open(path, Libc.ReadWrite | Libc.NoControllingTerminal);
        Span<byte> termios = stackalloc byte[256];
        Assert.Equal(0, Libc.GetTerminal(line, termios));
        Libc.MakeRaw(termios);
        Assert.Equal(0, Libc.SetTerminal(line, 0, termios));
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(int descriptor);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int descriptor);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int NameOf(int descriptor, Span<byte> buffer, nint length);
}
