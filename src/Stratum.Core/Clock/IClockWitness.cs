namespace Stratum.Core;

/// <summary>Whom to ask whether this machine's clock is right, before something is done that cannot be undone.</summary>
public interface IClockWitness
{
    /// <summary>What the kernel and the peers say now. Asked a few times a minute, by any thread.</summary>
    ClockTestimony Hear();
}
