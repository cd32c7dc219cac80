namespace Stratum.Ingest;

/// <summary>What one key of a gateway measures.</summary>
/// <param name="ReadingType">Registry name.</param>
/// <param name="Unit">The unit that this key always has.</param>
/// <param name="Suffix">What its sensor adds to device_id; <c>#</c> stands for the channel.</param>
/// <param name="Deployment">deployment_type: INDOOR, PROBE, or "" outdoors.</param>
internal readonly record struct EcowittKey(string ReadingType, string Unit, string Suffix = "", string Deployment = "");
