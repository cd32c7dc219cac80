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

    // A parent that others beat more often than every third time is not preferred for being near: who claims to be near and is late would hold up
    // every observation.
    private const int LatenessEach = 2;
    private const int LatenessMax = 12;

    private readonly Dictionary<NodeId, TreeBranch> _branches = [];
    private readonly Queue<NodeId> _branchOrder = new();
    private readonly Dictionary<IdPrefix, Missing> _missing = [];
    private readonly Queue<(long DueMs, IdPrefix Id)> _due = new();
    private readonly Queue<(long DueMs, IdPrefix Id)> _dueAgain = new();
    private readonly AgingSet<IdPrefix> _unwanted = new(recentMax);

    public RecentIds Recent { get; } = new(recentMax);

    /// <summary>Signers that have a parent.</summary>
    public int Signers => _branches.Count;

    /// <summary>Announced and not come yet.</summary>
    public int MissingCount => _missing.Count;

    public long DueMs => Math.Min(Head(_due), Head(_dueAgain));

    /// <summary>How far this node is from where a signer's observations enter.</summary>
    public int HopsOf(NodeId signer) => _branches.TryGetValue(signer, out var branch) ? branch.Hops : SignerHops.Unknown;

    /// <summary>An observation is new here; <paramref name="link"/> brought it, 0 when it entered here. Its other end is so many hops from there.</summary>
    public void OnNew(SignedObservation observation, long link, int hops = SignerHops.Unknown)
    {
        Follow(observation.Series.Signer, link, link == 0 ? 0 : SignerHops.After(hops));
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

    /// <summary>
    /// A link brought what was known. Not null: the link that is to announce this signer's observations only, which is that link, or the parent
    /// until now when the link's other end is nearer to where they enter.
    /// </summary>
    public long? OnDuplicate(NodeId signer, long link, int hops, Func<long, bool> isUp)
    {
        if (!_branches.TryGetValue(signer, out var branch) || (branch.Parent != 0 && branch.Parent != link && !isUp(branch.Parent)))
        {
            // Nobody pushes this signer's observations yet, or not any more.
            Follow(signer, link, SignerHops.After(hops));
            return null;
        }

        if (branch.Parent == link)
        {
            return null;
        }

        if (branch.Parent != 0 && SignerHops.After(hops) < branch.Hops && branch.Lateness < LatenessMax)
        {
            var parent = branch.Parent;
            (branch.Parent, branch.Hops) = (link, SignerHops.After(hops));
            return parent;
        }

        if (hops <= branch.Hops && (hops <= branch.SpareHops || !isUp(branch.Spare)))
        {
            (branch.Spare, branch.SpareHops) = (link, hops);
        }

        return link;
    }

    /// <summary>A link is down: the spares of the signers that it was the parent of take its place, and are to push from now on.</summary>
    public void OnLinkDown(long link, Func<long, bool> isUp, Dictionary<long, List<Hash256>> asked)
    {
        foreach (var (signer, branch) in _branches)
        {
            if (branch.Parent == link && branch.SpareHops <= branch.Hops && isUp(branch.Spare))
            {
                (branch.Parent, branch.Hops) = (branch.Spare, SignerHops.After(branch.SpareHops));
                if (!asked.TryGetValue(branch.Spare, out var signers))
                {
                    asked.Add(branch.Spare, signers = []);
                }

                signers.Add(signer.PublicKey);
            }
        }
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

    private void Follow(NodeId signer, long link, int hops)
    {
        if (!_branches.TryGetValue(signer, out var branch))
        {
            _branches.Add(signer, branch = new TreeBranch { Parent = link });
            _branchOrder.Enqueue(signer);
            if (_branchOrder.Count > signersMax)
            {
                _branches.Remove(_branchOrder.Dequeue());
            }
        }

        branch.Lateness = branch.Parent == link ? Math.Max(0, branch.Lateness - 1) : Math.Min(LatenessMax + LatenessEach, branch.Lateness + LatenessEach);
        (branch.Parent, branch.Hops) = (link, hops);
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
