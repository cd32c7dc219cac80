namespace Stratum.Core;

/// <summary>The store takes no more writes: a write or fsync failed, and what the disk holds is no longer certain. Reads go on.</summary>
public sealed class StoreStoppedException(string reason, Exception? innerException = null)
    : StratumException(
        $"the store stopped: {reason}; check the disk (dmesg, free space, SMART), then restart the node", ExitCode.StoreStopped, innerException);
