namespace Stratum.Core;

/// <summary>What the kernel says of its clock (adjtimex(2)).</summary>
public enum KernelClock
{
    /// <summary>It does not say: not Linux, or the call is not allowed here.</summary>
    Unknown,

    /// <summary>Nothing keeps the clock in step (TIME_ERROR), or somebody has set it since.</summary>
    Unsynchronised,

    /// <summary>NTP, PTP or the like keeps the clock in step. Whoever sets the clock by hand takes this state away.</summary>
    Synchronised,
}
