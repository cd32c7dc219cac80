using System.Runtime.InteropServices;
using Stratum.Core;

namespace Stratum.Node.Hosting;

/// <summary>
/// Whether readings may be stamped with this machine's time. Not while it lies before the program was made, and not on a
/// single-board computer without a hardware clock until the kernel says that something has synchronised it: such a board
/// boots with the time of its last shutdown. Machines with a hardware clock, and virtual ones, have the time from the start.
/// </summary>
internal sealed partial class ClockPlausibility(TimeProvider time) : IClockPlausibility, IHealthCheck
{
    // No clock that is right can be earlier: the day on which version 1 of the canonical form was frozen.
    private static readonly DateTimeOffset MadeAt = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    // adjtimex(2): TIME_ERROR, the clock is not synchronised.
    private const int NotSynchronised = 5;

    // struct timex has 208 bytes on 64-bit Linux, 128 on 32-bit; all zero means "only tell".
    private const int TimexBytes = 512;

    private readonly bool _needsSynchronisation =
        OperatingSystem.IsLinux() && Directory.Exists("/proc/device-tree") && !Directory.Exists("/sys/class/rtc/rtc0");

    private bool _wasSynchronised;

    public string Name => "clock";

    string? IClockPlausibility.Problem => Problem();

    public string? Problem()
    {
        var now = time.GetUtcNow();
        if (now < MadeAt)
        {
            return $"the clock says {now:yyyy-MM-dd HH:mm} UTC, before this program was made: readings without a time of their own wait until it is set";
        }

        // Once synchronised, a board keeps a usable time until it reboots, whatever becomes of its network.
        _wasSynchronised = _wasSynchronised || !_needsSynchronisation || IsSynchronised();
        return _wasSynchronised
            ? null
            : "nothing has synchronised the clock of this board since it booted: readings without a time of their own wait (is an NTP client running?)";
    }

    private static bool IsSynchronised()
    {
        Span<byte> timex = stackalloc byte[TimexBytes];
        timex.Clear();
        return AdjustTime(timex) != NotSynchronised;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int AdjustTime(Span<byte> timex);
}
