using System.Collections.Concurrent;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Scores of rows that stand in closed tables already. They are shown at once and wait here for the next rewrite of their table; the
/// oldest leave when there are too many, since a score can be computed again and memory cannot.
/// </summary>
internal sealed class PendingScores(int capacity)
{
    private readonly ConcurrentDictionary<ContentId, Assessment> _scores = new();
    private readonly ConcurrentQueue<ContentId> _order = new();

    public bool IsEmpty => _scores.IsEmpty;

    public void Set(ContentId contentId, Assessment assessment)
    {
        if (capacity == 0)
        {
            return;
        }

        if (_scores.TryAdd(contentId, assessment))
        {
            _order.Enqueue(contentId);
        }
        else
        {
            _scores[contentId] = assessment;
        }

        while (_order.Count > capacity && _order.TryDequeue(out var oldest))
        {
            _scores.TryRemove(oldest, out _);
        }
    }

    /// <summary>Lets go of scores that a table holds now, unless a newer one came meanwhile.</summary>
    public void Forget(IReadOnlyList<KeyValuePair<ContentId, Assessment>> written)
    {
        foreach (var score in written)
        {
            _scores.TryRemove(score);
        }
    }

    public StoredObservation Apply(StoredObservation row) =>
        !_scores.IsEmpty && _scores.TryGetValue(row.Observation.ContentId, out var score) ? row with { Assessment = score } : row;
}
