namespace Stratum.Core;

/// <summary>Where a sensor measures, as far as it decides with what its values are compared; <see cref="Deployments"/> reads it from deployment_type.</summary>
public enum Deployment
{
    /// <summary>The open air: whatever is not said to be elsewhere, an empty deployment_type too.</summary>
    Outdoor = 0,

    /// <summary>A room (INDOOR): climate and neighbours say nothing of it.</summary>
    Indoor = 1,

    /// <summary>A freezer, a pool, a pipe (PROBE): neither outdoors nor a room.</summary>
    Probe = 2,
}
