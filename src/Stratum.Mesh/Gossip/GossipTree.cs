using Stratum.Core;

namespace Stratum.Mesh.Gossip;

/// <summary>
/// Plumtree, one tree a signer: the observations of a signer are pushed to this node by one neighbour, its parent for that signer, and announced by the
/// others. A tree of its own for each signer is the shortest one from where that signer's observations enter; one tree for all would lead every
/// path by the same root. What was announced and does not come is asked for.
/// </summary>
internal sealed class GossipTree(int signersMax, int recentMax)
{
    /// <summary>How long an announced observation may take on its way over the parent: a batch and a few hops more.</summary>
    public const int GraftDelayMs = 500;

    /// <summary>After that the next neighbour that announced it is asked.</summary>
    public const int GraftAgainMs = 1_000;

    // Neighbours that are remembered as having announced one observation.
    private const int SourcesMax = 4;

    private readonly Dictionary<NodeId, long> _parents = [];
    private readonly Queue<NodeId> _parentOrder = new();
    private readonly Dictionary<IdPrefix, Missing> _missing = [];
    private readonly Queue<(long DueMs, IdPrefix Id)> _due = new();
    private readonly Queue<(long DueMs, IdPrefix Id)> _dueAgain = new();

    private readonly AgingSet<IdPrefix> _unwanted = new(recentMax);

    public RecentIds Recent { get; } = new(recentMax);

    /// <summary>Signers that have a parent.</summary>
    public int Signers => _parents.Count;

    /// <summary>Announced and not come yet.</summary>
    public int MissingCount => _missing.Count;

    public long DueMs => Math.Min(Head(_due), Head(_dueAgain));

    /// <summary>An observation is new here; <paramref name="link"/> brought it, 0 when it entered here.</summary>
    public void OnNew(SignedObservation observation, long link)
    {
        SetParent(observation.Series.Signer, link);
        OnHeld(observation);
    }

    /// <summary>An observation came by reconciliation, which says nothing of where its signer's next ones come from.</summary>
    public void OnHeld(SignedObservation observation)
    {
        var id = IdPrefix.Of(observation.ContentId);
        Recent.Add(id, observation);
        _missing.Remove(id);
    }

    /// <summary>An observation is not taken here: that others announce it is no reason to ask for it.</summary>
    public void OnRefused(IdPrefix id)
    {
        _missing.Remove(id);
        _unwanted.Add(id);
    }

    /// <summary>A link brought what was known: true when the signer's observations come from elsewhere, and the link is to announce them only.</summary>
    public bool OnDuplicate(NodeId signer, long link, Func<long, bool> isUp)
    {
        if (_parents.TryGetValue(signer, out var parent) && (parent == 0 || (parent != link && isUp(parent))))
        {
            return parent != link;
        }

        // Nobody pushes this signer's observations yet, or not any more.
        SetParent(signer, link);
        return false;
    }

    /// <summary>A link announced observations.</summary>
    public void OnAnnounced(List<IdPrefix> ids, long link, int missingMax, long nowMs)
    {
        foreach (var id in ids)
        {
            if (_missing.TryGetValue(id, out var missing))
            {
                missing.Add(link);
            }
            else if (!Recent.Contains(id) && !_unwanted.Contains(id) && _missing.Count < missingMax)
            {
                _missing.Add(id, new Missing(link));
                _due.Enqueue((nowMs + GraftDelayMs, id));
            }
        }
    }

    /// <summary>What is to be asked for now, and of whom.</summary>
    public void TakeDue(long nowMs, Func<long, bool> isUp, Dictionary<long, List<IdPrefix>> grafts)
    {
        while (Head(_due) <= nowMs)
        {
            Ask(_due.Dequeue().Id, nowMs, isUp, grafts);
        }

        while (Head(_dueAgain) <= nowMs)
        {
            Ask(_dueAgain.Dequeue().Id, nowMs, isUp, grafts);
        }
    }

    private void SetParent(NodeId signer, long link)
    {
        if (!_parents.ContainsKey(signer))
        {
            _parentOrder.Enqueue(signer);
            if (_parentOrder.Count > signersMax)
            {
                _parents.Remove(_parentOrder.Dequeue());
            }
        }

        _parents[signer] = link;
    }

    private void Ask(IdPrefix id, long nowMs, Func<long, bool> isUp, Dictionary<long, List<IdPrefix>> grafts)
    {
        if (!_missing.TryGetValue(id, out var missing))
        {
            return;
        }

        while (missing.Next() is { } link)
        {
            if (isUp(link))
            {
                if (!grafts.TryGetValue(link, out var ids))
                {
                    grafts.Add(link, ids = []);
                }

                ids.Add(id);
                _dueAgain.Enqueue((nowMs + GraftAgainMs, id));
                return;
            }
        }

        // Nobody is left to ask: reconciliation finds it.
        _missing.Remove(id);
    }

    private static long Head(Queue<(long DueMs, IdPrefix Id)> queue) => queue.TryPeek(out var head) ? head.DueMs : long.MaxValue;

    /// <summary>Who announced an observation, in order.</summary>
    private sealed class Missing(long first)
    {
        private readonly List<long> _links = [first];
        private int _next;

        public void Add(long link)
        {
            if (_links.Count < SourcesMax && !_links.Contains(link))
            {
                _links.Add(link);
            }
        }

        public long? Next() => _next < _links.Count ? _links[_next++] : null;
    }
}
