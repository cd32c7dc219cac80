namespace Stratum.Core;

/// <summary>What others say of this machine's clock at one moment.</summary>
/// <param name="Kernel">The kernel's word.</param>
/// <param name="PeersWith">Peers whose clock shows the same, give or take <see cref="ToleranceMs"/>.</param>
/// <param name="PeersAgainst">Peers whose clock shows another time; also those that refuse a link for it.</param>
public readonly record struct ClockTestimony(KernelClock Kernel, int PeersWith, int PeersAgainst)
{
    /// <summary>
    /// How far clocks may be apart and still say the same: five minutes, as far as observations may be in the future. What is decided by it is
    /// counted in days.
    /// </summary>
    public const long ToleranceMs = 300_000;

    /// <summary>A majority of the peers says that the clock is wrong.</summary>
    public bool IsContradicted => PeersAgainst > PeersWith;

    /// <summary>
    /// The kernel says that the clock is in step and no majority of the peers denies it; where the kernel says nothing (virtual machines), the
    /// median of the peers' clocks, which is among those that agree when they are the more.
    /// </summary>
    public bool IsConfirmed => !IsContradicted && (Kernel == KernelClock.Synchronised || PeersWith > PeersAgainst);

    /// <summary>Who says so, for the log.</summary>
    public string Text
    {
        get
        {
            var kernel = Kernel switch
            {
                KernelClock.Synchronised => "the kernel says synchronised",
                KernelClock.Unsynchronised => "the kernel says not synchronised",
                _ => "the kernel does not say",
            };
            var peers = PeersWith + PeersAgainst;
            return peers == 0 ? $"{kernel}, no peer to ask" : $"{kernel}, {PeersWith} of {peers} peers agree";
        }
    }
}
