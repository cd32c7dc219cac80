using System.Runtime.InteropServices;
using Stratum.Core;

namespace Stratum.Node.Hosting;

/// <summary>Asks the kernel whether something keeps its clock in step.</summary>
internal static partial class KernelClockState
{
    // adjtimex(2): TIME_OK to TIME_WAIT are synchronised clocks, with or without a leap second; TIME_ERROR is one that is not.
    private const int LastSynchronised = 4;
    private const int NotSynchronised = 5;

    // struct timex has 208 bytes on 64-bit Linux, 128 on 32-bit; all zero means "only tell".
    private const int TimexBytes = 512;

    /// <summary>The kernel's word now. A sandbox may forbid the question: then it does not say.</summary>
    public static KernelClock Read()
    {
        if (!OperatingSystem.IsLinux())
        {
            return KernelClock.Unknown;
        }

        Span<byte> timex = stackalloc byte[TimexBytes];
        timex.Clear();
        return AdjustTime(timex) switch
        {
            >= 0 and <= LastSynchronised => KernelClock.Synchronised,
            NotSynchronised => KernelClock.Unsynchronised,
            _ => KernelClock.Unknown,
        };
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int AdjustTime(Span<byte> timex);
}
