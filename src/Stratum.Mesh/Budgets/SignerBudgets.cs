using Stratum.Core;
using Stratum.Mesh.Gossip;

namespace Stratum.Mesh.Budgets;

/// <summary>
/// What a signer may send by gossip in observations and in bytes, so that one noisy node cannot use up what the others need; and what all signers may together
/// that nobody here vouched for, so that a thousand keys are no more than a few.
/// </summary>
internal sealed class SignerBudgets(GateOptions options)
{
    private readonly KeyedBudgets<NodeId> _observations = new(options.SignerPerSecond, options.SignerBurst, options.SignersMax);
    private readonly KeyedBudgets<NodeId> _bytes = new(
        options.SignerPerSecond * GateOptions.ObservationBytes, options.SignerBurst * GateOptions.ObservationBytes, options.SignersMax);
    private readonly TokenBucket _unknownObservations = new(options.UnknownPerSecond, options.UnknownBurst);
    private readonly TokenBucket _unknownBytes = new(
        options.UnknownPerSecond * GateOptions.ObservationBytes, options.UnknownBurst * GateOptions.ObservationBytes);

    /// <summary>Takes one observation of so many canonical bytes.</summary>
    public bool TryTake(NodeId signer, int bytes, long nowMs) =>
        _observations.TryTake(signer, 1, nowMs) && _bytes.TryTake(signer, bytes, nowMs)
        && (options.IsKnown(signer) || (_unknownObservations.TryTake(1, nowMs) && _unknownBytes.TryTake(bytes, nowMs)));
}
