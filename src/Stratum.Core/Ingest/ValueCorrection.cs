namespace Stratum.Core;

/// <summary>A calibration: value * <paramref name="Scale"/> + <paramref name="Offset"/>, in the registry's unit.</summary>
/// <param name="Scale">Factor of at most 1,000; 1 changes nothing.</param>
/// <param name="Offset">What is added after the factor, at most 10,000.</param>
public readonly record struct ValueCorrection(decimal Scale, decimal Offset)
{
    /// <summary>Leaves values as they are.</summary>
    public static ValueCorrection None { get; } = new(1, 0);

    /// <summary>Whether it changes anything.</summary>
    public bool IsNone => Scale == 1 && Offset == 0;
}
