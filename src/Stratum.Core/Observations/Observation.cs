namespace Stratum.Core;

/// <summary>One measured value of one quantity by one device at one instant, as it is signed.</summary>
/// <param name="Series">What does not change from reading to reading.</param>
/// <param name="Timestamp">Unix seconds of the measurement, 0..2^53-1.</param>
/// <param name="Value">The value in <see cref="Series.Unit"/>; finite.</param>
/// <param name="Position">Where the device was, WGS 84; null when unknown.</param>
/// <param name="Altitude">Metres above sea level; null when unknown.</param>
public sealed record Observation(Series Series, long Timestamp, double Value, GeoPoint? Position, double? Altitude)
{
    /// <summary>The latest timestamp that a canonical observation can carry: 2^53 - 1, what a JSON number holds exactly.</summary>
    public const long TimestampMax = (1L << 53) - 1;
}
