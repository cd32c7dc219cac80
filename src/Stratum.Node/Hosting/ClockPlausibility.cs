using Stratum.Core;

namespace Stratum.Node.Hosting;

/// <summary>
/// Whether readings may be stamped with this machine's time. Not while it lies before the program was made, and not on a
/// single-board computer without a hardware clock until the kernel says that something has synchronised it: such a board
/// boots with the time of its last shutdown. Machines with a hardware clock, and virtual ones, have the time from the start.
/// </summary>
internal sealed class ClockPlausibility(TimeProvider time) : IClockPlausibility, IHealthCheck
{
    private readonly bool _needsSynchronisation =
        OperatingSystem.IsLinux() && Directory.Exists("/proc/device-tree") && !Directory.Exists("/sys/class/rtc/rtc0");

    private bool _wasSynchronised;

    public string Name => "clock";

    string? IClockPlausibility.Problem => Problem();

    public string? Problem()
    {
        var now = time.GetUtcNow();
        if (now < EarliestTime.Instant)
        {
            return $"the clock says {now:yyyy-MM-dd HH:mm} UTC, before this program was made: readings without a time of their own wait until it is set";
        }

        // Once synchronised, a board keeps a usable time until it reboots, whatever becomes of its network.
        _wasSynchronised = _wasSynchronised || !_needsSynchronisation || KernelClockState.Read() != KernelClock.Unsynchronised;
        return _wasSynchronised
            ? null
            : "nothing has synchronised the clock of this board since it booted: readings without a time of their own wait (is an NTP client running?)";
    }
}
