using Stratum.Core;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Engine;

/// <summary>The trees by which observations travel: who is pushed to, what is announced, what is asked for.</summary>
internal sealed partial class MeshEngine
{
    // Two minutes of 10,000 series once a minute: what is older is not asked for by announcement any more.
    private const int RecentMax = 20_000;

    private const int TreeSignersMax = 10_000;

    // Announced and not come: more than a link's budget can bring in a graft's time is left to reconciliation.
    private const int MissingMax = 20_000;

    // 32 KB a frame.
    private const int GraftSignersMax = 1_000;

    private readonly GossipTree _tree = new(TreeSignersMax, RecentMax);
    private readonly Dictionary<long, List<IdPrefix>> _grafts = [];

    private bool UsesTree => _setup.Fanout == 0;

    private bool IsUp(long link) => _connections.TryGetValue(link, out var found) && found is { IsUp: true, IsClosing: false };

    private void PruneDuplicates(MeshLink link, TakenBatch batch, List<MeshAction> actions)
    {
        if (!UsesTree || batch.Purpose != BatchPurpose.Live || link.IsClosing)
        {
            return;
        }

        var signers = new HashSet<Hash256>();
        var nearer = new HashSet<Hash256>();
        foreach (var signer in batch.DuplicateSigners)
        {
            PruneOne(link, signer, batch.HopsOf(signer), signers, nearer, actions);
        }

        // One copy is enough of what is refused, too.
        foreach (var row in batch.Refused)
        {
            if (IsUnwanted(row))
            {
                PruneOne(link, row.Signer, batch.HopsOf(row.Signer), signers, nearer, actions);
            }
        }

        SendPrune(link, [.. signers], actions);
        // It may have been told to announce only, after it sent what just came.
        SendGraft(link, [.. nearer], actions);
    }

    private void PruneOne(MeshLink link, NodeId signer, int hops, HashSet<Hash256> signers, HashSet<Hash256> nearer, List<MeshAction> actions)
    {
        var pruned = _tree.OnDuplicate(signer, link.Number, hops, IsUp);
        if (pruned == link.Number)
        {
            signers.Add(signer.PublicKey);
        }
        else if (pruned is { } parent)
        {
            nearer.Add(signer.PublicKey);
            SendPrune(_connections[parent], [signer.PublicKey], actions);
        }
    }

    // The tree finds others for what this link brought, as far as it knows of any.
    private void LeaveTree(MeshLink link, List<MeshAction> actions)
    {
        if (!UsesTree || _isStopping)
        {
            return;
        }

        var asked = new Dictionary<long, List<Hash256>>();
        _tree.OnLinkDown(link.Number, IsUp, asked);
        foreach (var (number, signers) in asked)
        {
            SendGraft(_connections[number], signers, actions);
        }
    }

    private static void SendPrune(MeshLink link, List<Hash256> signers, List<MeshAction> actions)
    {
        if (signers.Count > 0)
        {
            Send(link, new Frame { Prune = new Prune { Signers = HashColumn.Write(signers) } }, actions);
        }
    }

    private static void SendGraft(MeshLink link, List<Hash256> signers, List<MeshAction> actions)
    {
        for (var at = 0; at < signers.Count; at += GraftSignersMax)
        {
            var some = signers.GetRange(at, Math.Min(GraftSignersMax, signers.Count - at));
            Send(link, new Frame { Graft = new Graft { Signers = HashColumn.Write(some) } }, actions);
        }
    }

    private static string? TakePrune(MeshLink link, Prune prune)
    {
        var count = prune.Signers.Length / Hash256.Size;
        if (!HashColumn.HasLength(prune.Signers, count))
        {
            return "the column of pruned signers";
        }

        for (var at = 0; at < count; at++)
        {
            link.Pruned.Add(new NodeId(HashColumn.At(prune.Signers, at)));
        }

        return null;
    }

    private string? TakeIHave(MeshLink link, IHave announced, Moment now)
    {
        if (IdPrefix.Read(announced.Ids, AnnouncementBox.IdsMax) is not { } ids)
        {
            return "the column of announced ids";
        }

        // Over the budget nothing is asked for: reconciliation finds what is missing.
        if (UsesTree && link.Ids.TryTake(ids.Count, now.ElapsedMs))
        {
            _tree.OnAnnounced(ids, link.Number, MissingMax, now.ElapsedMs);
        }

        return null;
    }

    private string? TakeGraft(MeshLink link, Graft graft, Moment now, List<MeshAction> actions)
    {
        if (IdPrefix.Read(graft.Ids, AnnouncementBox.IdsMax) is not { } ids)
        {
            return "the column of ids asked for";
        }

        var signers = graft.Signers.Length / Hash256.Size;
        if (signers > GraftSignersMax || !HashColumn.HasLength(graft.Signers, signers))
        {
            return "the column of signers asked for";
        }

        if (!link.Ids.TryTake(ids.Count + signers, now.ElapsedMs))
        {
            return null;
        }

        for (var at = 0; at < signers; at++)
        {
            link.Pruned.Remove(new NodeId(HashColumn.At(graft.Signers, at)));
        }

        var items = new List<ReconciliationItem>(ids.Count);
        foreach (var id in ids)
        {
            if (_tree.Recent.Find(id) is { } recent)
            {
                items.Add(recent.Item);
                link.Pruned.Remove(recent.Signer);
            }
        }

        foreach (var observation in _setup.Store.Find(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(items)))
        {
            if (observation is not null)
            {
                link.Outbox.Add(observation, now.ElapsedMs);
            }
        }

        Flush(link, now, actions);
        return null;
    }

    private void ElapseTree(Moment now, List<MeshAction> actions)
    {
        if (_tree.DueMs > now.ElapsedMs)
        {
            return;
        }

        _tree.TakeDue(now.ElapsedMs, IsUp, _grafts);
        foreach (var (number, ids) in _grafts)
        {
            for (var at = 0; at < ids.Count; at += AnnouncementBox.IdsMax)
            {
                var some = ids.GetRange(at, Math.Min(AnnouncementBox.IdsMax, ids.Count - at));
                Send(_connections[number], new Frame { Graft = new Graft { Ids = IdPrefix.Write(some) } }, actions);
            }
        }

        _grafts.Clear();
    }

    private static void FlushAnnouncements(MeshLink link, Moment now, List<MeshAction> actions)
    {
        if (link.Announcements.TryTake(now.ElapsedMs, out var ids))
        {
            Send(link, new Frame { IHave = new IHave { Ids = IdPrefix.Write(ids) } }, actions);
        }
    }
}
