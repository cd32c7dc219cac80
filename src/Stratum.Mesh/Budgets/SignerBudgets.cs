using Stratum.Core;
using Stratum.Mesh.Gossip;

namespace Stratum.Mesh.Budgets;

/// <summary>
/// What a signer may send by gossip, so that one noisy node cannot use up what the others need; and what all signers may together that nobody here vouched
/// for, so that a thousand keys are no more than a few. In observations and, since a long one counts as several, in bytes.
/// </summary>
internal sealed class SignerBudgets(GateOptions options)
{
    private readonly KeyedBudgets<NodeId> _signers = new(options.SignerPerSecond, options.SignerBurst, options.SignersMax);
    private readonly TokenBucket _unknown = new(options.UnknownPerSecond, options.UnknownBurst);

    /// <summary>Takes one observation of so many canonical bytes.</summary>
    public bool TryTake(NodeId signer, int bytes, long nowMs)
    {
        var weight = Math.Max(1, bytes / (double)GateOptions.ObservationBytes);
        return _signers.TryTake(signer, weight, nowMs) && (options.IsKnown(signer) || _unknown.TryTake(weight, nowMs));
    }
}
