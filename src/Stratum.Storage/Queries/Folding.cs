using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Shows the contents of one reading_id as one observation: trusted signer, then own node, then earliest received_at, then lower
/// content_id. Chosen when reading, so that stores converge whatever their operators trust. Works on the rows of one second, since the
/// timestamp is part of the reading_id.
/// </summary>
internal sealed class Folding(ISignerTrust trust, QueryPlan plan)
{
    private readonly Dictionary<(string Device, string Type, long Value), (int Chosen, int Witnesses)> _groups = [];

    /// <summary>Gives the chosen rows in the order in which they stand.</summary>
    public IEnumerable<(RowKey Key, StoredObservation Row)> Fold(List<(RowKey Key, StoredObservation Row)> second)
    {
        if (second.Count == 1 || plan.Query.AllDuplicates)
        {
            foreach (var pair in second)
            {
                if (plan.Shows(pair.Row.Series))
                {
                    yield return pair;
                }
            }

            yield break;
        }

        _groups.Clear();
        for (var at = 0; at < second.Count; at++)
        {
            Count(second, at);
        }

        for (var at = 0; at < second.Count; at++)
        {
            var group = _groups[GroupOf(second[at].Row)];
            if (group.Chosen == at)
            {
                yield return (second[at].Key, group.Witnesses == 1 ? second[at].Row : second[at].Row with { Witnesses = group.Witnesses });
            }
        }
    }

    private void Count(List<(RowKey Key, StoredObservation Row)> second, int at)
    {
        var row = second[at].Row;
        var key = GroupOf(row);
        var shown = plan.Shows(row.Series);
        if (!_groups.TryGetValue(key, out var group))
        {
            _groups[key] = (shown ? at : -1, 1);
            return;
        }

        var chosen = shown && (group.Chosen < 0 || IsBetter(row, second[group.Chosen].Row)) ? at : group.Chosen;
        _groups[key] = (chosen, group.Witnesses + 1);
    }

    // The bits of the value stand for its text: shortest round trip gives different bits different digits.
    private static (string, string, long) GroupOf(StoredObservation row) =>
        (row.Series.DeviceId, row.Series.ReadingType, BitConverter.DoubleToInt64Bits(row.Observation.Observation.Value));

    private bool IsBetter(StoredObservation candidate, StoredObservation held)
    {
        // The standings are numbered by how much they weigh.
        var order = trust.StandingOf(held.Series.Signer).CompareTo(trust.StandingOf(candidate.Series.Signer));
        order = order != 0 ? order : candidate.ReceivedAtMs.CompareTo(held.ReceivedAtMs);
        return order != 0 ? order < 0 : candidate.Observation.ContentId < held.Observation.ContentId;
    }
}
