namespace Stratum.Core;

/// <summary>Where the timestamp of a local reading comes from. A station column: it never travels.</summary>
public enum TimeSource
{
    /// <summary>Not known here: the observation was signed elsewhere ("unknown").</summary>
    Unknown = 0,

    /// <summary>The device said when it measured ("device").</summary>
    Device = 1,

    /// <summary>The reading had no time of its own and was stamped at receipt ("receipt").</summary>
    Receipt = 2,
}
