namespace Stratum.Core;

/// <summary>One [[sensors]] table. Position and names are defaults for drafts that do not carry their own.</summary>
public sealed record SensorOptions : DeviceRules
{
    /// <summary>Kind of adapter: http_json, davis, ecowitt, bme280 or mqtt.</summary>
    public required string Adapter { get; init; }

    /// <summary>Name for /status and the log; by default the adapter and its number.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// Place among the tables of its kind, from 1. Names that nobody chose come from it, so it counts tables that are left out for their errors, too.
    /// </summary>
    public int Number { get; init; } = 1;

    /// <summary>device_id for readings that carry none.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Readings are stamped at receipt, whatever time their device tells.</summary>
    public bool StampsAtReceipt { get; init; }

    /// <summary>Devices that are signed, as patterns of <see cref="DeviceOptions.Match"/>; null: what the adapter does by itself.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>Devices that are not, though <see cref="Include"/> has them.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>The [[sensors.device]] tables; the first that matches a device holds for it.</summary>
    public IReadOnlyList<DeviceOptions> Devices { get; init; } = [];

    /// <summary>The adapter's own keys.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
