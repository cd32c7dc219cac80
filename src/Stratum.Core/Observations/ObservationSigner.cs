namespace Stratum.Core;

/// <summary>Signs observations that enter the mesh at this node. A signature is made once and never remade.</summary>
public static class ObservationSigner
{
    /// <summary>Signs. Throws <see cref="ArgumentException"/> when the observation names another signer than the key.</summary>
    public static SignedObservation Sign(Observation observation, NodeKey key) => observation.Series.Signer == key.NodeId
        ? CanonicalForm.Sign(observation, key)
        : throw new ArgumentException($"the observation names {observation.Series.Signer} as its signer, the key is {key.NodeId}", nameof(observation));
}
