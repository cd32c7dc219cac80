namespace Stratum.Ingest;

/// <summary>One value of a device message, before it is a draft.</summary>
/// <param name="DeviceId">Station, with the suffix of the sensor.</param>
/// <param name="ReadingType">Registry name.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">The device's unit; the frame converts it.</param>
/// <param name="Deployment">deployment_type: INDOOR, PROBE, or "" outdoors.</param>
/// <param name="Timestamp">Unix seconds when this value is of another time than its message; else null.</param>
internal readonly record struct StationReading(string DeviceId, string ReadingType, double Value, string Unit, string Deployment, long? Timestamp);
