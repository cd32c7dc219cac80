namespace Stratum.Core;

/// <summary>One [[sensors]] table. Position and names are defaults for drafts that do not carry their own.</summary>
public sealed record SensorOptions
{
    /// <summary>Kind of adapter: http_json, davis, ecowitt, bme280 or mqtt.</summary>
    public required string Adapter { get; init; }

    /// <summary>Name for /status and the log; by default the adapter and its number.</summary>
    public string Name { get; init; } = "";

    /// <summary>device_id for readings that carry none.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Default position.</summary>
    public GeoPoint? Position { get; init; }

    /// <summary>Default altitude in metres above sea level.</summary>
    public double? Altitude { get; init; }

    /// <summary>The adapter's own keys.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
