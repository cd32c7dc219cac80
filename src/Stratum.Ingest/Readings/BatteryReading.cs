namespace Stratum.Ingest;

/// <summary>What a device says of one of its batteries: a metric, never an observation.</summary>
/// <param name="Name">The device's own name for it, from a closed list.</param>
/// <param name="Kind">"low" (0 fine, 1 low), "level" (0..5, 6 mains) or "volt".</param>
/// <param name="Value">In the sense of the kind.</param>
internal readonly record struct BatteryReading(string Name, string Kind, double Value);
