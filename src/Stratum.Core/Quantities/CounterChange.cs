namespace Stratum.Core;

/// <summary>What a counter did since its value before.</summary>
public enum CounterChange
{
    /// <summary>There is no value before, or none that is older: nothing can be said.</summary>
    Unknown = 0,

    /// <summary>It counted on, or stood still.</summary>
    Increase = 1,

    /// <summary>It fell by a tenth or more: it began anew at zero (midnight, battery, overflow).</summary>
    Reset = 2,

    /// <summary>It fell by less: a correction, nothing was counted.</summary>
    Correction = 3,

    /// <summary>It rose by more than can be: an error of transmission, most of all.</summary>
    Implausible = 4,
}
