using Stratum.Core;

namespace Stratum.Api;

/// <summary>One station's part in a value of /now.</summary>
internal sealed class Contributor(NearbyObservation nearby, SignerStanding standing)
{
    /// <summary>The station's newest observation of the quantity.</summary>
    public StoredObservation Observation => nearby.Observation;

    /// <summary>From the asked place.</summary>
    public double DistanceKm => nearby.DistanceKm;

    /// <summary>Where it stands.</summary>
    public GeoPoint Position { get; } = nearby.Observation.Observation.Observation.Position ?? default;

    /// <summary>Whether nothing is known of its signer.</summary>
    public bool IsUnknown => standing == SignerStanding.Unknown;

    /// <summary>Not normalised until the selection is complete; then the sum over a quantity is 1.</summary>
    public double Weight { get; set; }

    public double Value => Observation.Observation.Observation.Value;
}
