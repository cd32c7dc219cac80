namespace Stratum.Ingest;

/// <summary>A compensated measurement; null is "no value".</summary>
/// <param name="TemperatureC">Degrees Celsius.</param>
/// <param name="PressurePa">Pascal at the chip.</param>
/// <param name="HumidityPercent">Relative humidity.</param>
internal readonly record struct Bme280Values(double? TemperatureC, double? PressurePa, double? HumidityPercent);
