namespace Stratum.Core;

/// <summary>What a [[sensors]] table or a [[sensors.device]] table below it says of the devices it stands for.</summary>
public abstract record DeviceRules
{
    /// <summary>Default position: a reading's own wins.</summary>
    public GeoPoint? Position { get; init; }

    /// <summary>Default altitude in metres above sea level.</summary>
    public double? Altitude { get; init; }

    /// <summary>Decimals of latitude and longitude that are signed, 0 to 7; null: the node's.</summary>
    public int? PositionDecimals { get; init; }

    /// <summary>deployment_type that is signed instead of what the adapter knows: OUTDOOR, INDOOR or PROBE; null: the adapter's word.</summary>
    public string? DeploymentType { get; init; }

    /// <summary>Signed texts of readings that carry none of their own: licence, models, calibration, source of the place, node_info.</summary>
    public IReadOnlyDictionary<TextField, string> Texts { get; init; } = new Dictionary<TextField, string>();

    /// <summary>Corrections by reading type, in the registry's unit.</summary>
    public IReadOnlyDictionary<string, ValueCorrection> Corrections { get; init; } = new Dictionary<string, ValueCorrection>();
}
