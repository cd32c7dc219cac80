namespace Stratum.Core;

/// <summary>One [[sensors.device]] table: what holds for some of a source's devices, before what the source's own table says.</summary>
public sealed record DeviceOptions : DeviceRules
{
    /// <summary>
    /// Which devices: the name that a device has without tables, where <c>*</c> stands for any text and <c>?</c> for one character. One
    /// that matches the device names all its sensors, which keep their suffixes; one that matches only a sensor's full device_id names that sensor.
    /// </summary>
    public required string Match { get; init; }

    /// <summary>device_id that is signed instead; null: the device's own.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Nothing of these devices is signed.</summary>
    public bool IsExcluded { get; init; }
}
