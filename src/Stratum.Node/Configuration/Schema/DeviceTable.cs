namespace Stratum.Node.Configuration;

/// <summary>One [[sensors.device]] table while it is read.</summary>
internal sealed record DeviceTable
{
    /// <summary>Pattern of the devices' names.</summary>
    public string Match { get; init; } = "";

    /// <summary>device_id that is signed; empty: the device's own.</summary>
    public string DeviceId { get; init; } = "";

    /// <summary>Nothing is signed.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>What it says of the devices.</summary>
    public RuleTable Rules { get; init; } = new();
}
