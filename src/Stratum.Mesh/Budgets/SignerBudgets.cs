using Stratum.Core;

namespace Stratum.Mesh.Budgets;

/// <summary>
/// A budget for each signer whose observations come by gossip, so that one noisy node cannot use up what the others need; and one that all signers share
/// which nobody here vouched for, so that a thousand keys are no more than a few. The table is bounded; signers beyond it share one budget.
/// </summary>
internal sealed class SignerBudgets(double perSecond, double burst, int signersMax, TokenBucket unknown, Func<NodeId, bool> isKnown)
{
    private readonly Dictionary<NodeId, TokenBucket> _buckets = [];
    private readonly TokenBucket _others = new(perSecond, burst);

    public bool TryTake(NodeId signer, long nowMs)
    {
        if (!_buckets.TryGetValue(signer, out var bucket))
        {
            if (_buckets.Count >= signersMax)
            {
                return _others.TryTake(1, nowMs);
            }

            bucket = new TokenBucket(perSecond, burst);
            _buckets.Add(signer, bucket);
        }

        return bucket.TryTake(1, nowMs) && (isKnown(signer) || unknown.TryTake(1, nowMs));
    }
}
