namespace Stratum.Node.Configuration;

/// <summary>One [[sensors]] table while it is read.</summary>
internal sealed record SensorTable
{
    /// <summary>Kind of adapter; empty until it is read.</summary>
    public string Adapter { get; init; } = "";

    /// <summary>Name for /status and the log.</summary>
    public string Name { get; init; } = "";

    /// <summary>device_id for readings that carry none.</summary>
    public string DeviceId { get; init; } = "";

    /// <summary>"device" or "receipt".</summary>
    public string Time { get; init; } = "device";

    /// <summary>Patterns of the devices that are signed; null: what the adapter does by itself.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>Patterns of the devices that are not.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>What it says of the devices.</summary>
    public RuleTable Rules { get; init; } = new();
}
