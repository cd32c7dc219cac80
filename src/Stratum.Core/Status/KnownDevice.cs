namespace Stratum.Core;

/// <summary>A device_id that a source delivered since start.</summary>
/// <param name="DeviceId">As it is signed.</param>
/// <param name="LastAtMs">Unix milliseconds of its last reading that was taken or held already.</param>
public sealed record KnownDevice(string DeviceId, long LastAtMs);
