using Stratum.Core;

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

    /// <summary>Default position.</summary>
    public GeoPoint? Position { get; init; }

    /// <summary>Default altitude, metres.</summary>
    public double? Altitude { get; init; }
}
