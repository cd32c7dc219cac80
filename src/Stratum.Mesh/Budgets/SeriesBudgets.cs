using Stratum.Core;
using Stratum.Mesh.Gossip;

namespace Stratum.Mesh.Budgets;

/// <summary>
/// How many series that the node does not hold yet may begin: so many a key and day, and so many a day of all keys together that nobody here vouched for.
/// A series costs memory for as long as retention, so a key that invents stations must not fill the table. Whose observations the operator vouched
/// for has the table's own limit only.
/// </summary>
internal sealed class SeriesBudgets(GateOptions options)
{
    private const double SecondsPerDay = 86_400;

    // More than wait for the store at a time.
    private const int BegunMax = 4_096;

    private readonly KeyedBudgets<NodeId> _keys = new(options.NewSeriesPerDay / SecondsPerDay, options.NewSeriesPerDay, options.SignersMax);
    private readonly TokenBucket _unknown = new(options.NewSeriesOfUnknownPerDay / SecondsPerDay, options.NewSeriesOfUnknownPerDay);

    // A series is on its way to the store from its first observation that verified: what follows it must not pay again.
    private readonly AgingSet<Series> _begun = new(BegunMax);

    /// <summary>Whether a series could begin now: asked before the signature is verified, and costs nothing.</summary>
    public bool HasRoom(Series series, long nowMs) =>
        options.IsKnown(series.Signer) || _begun.Contains(series) || (_keys.Has(series.Signer, 1, nowMs) && _unknown.Has(1, nowMs));

    /// <summary>A series begins. Asked once its signature verified, so that nobody can use up another key's budget.</summary>
    public bool TryBegin(Series series, long nowMs)
    {
        if (!HasRoom(series, nowMs))
        {
            return false;
        }

        if (!options.IsKnown(series.Signer) && !_begun.Contains(series))
        {
            _keys.TryTake(series.Signer, 1, nowMs);
            _unknown.TryTake(1, nowMs);
            _begun.Add(series);
        }

        return true;
    }
}
