namespace Stratum.Storage;

/// <summary>Time and value of one content.</summary>
internal readonly record struct SeriesPoint(long Timestamp, double Value);
