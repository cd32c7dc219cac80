namespace Stratum.Core;

/// <summary>Whether this machine's clock may stamp readings that carry no time of their own.</summary>
public interface IClockPlausibility
{
    /// <summary>
    /// Null when the clock is plausible (not before the build date, synchronised as far as the kernel knows); otherwise what is
    /// wrong with it and what to do, one line.
    /// </summary>
    string? Problem { get; }
}
