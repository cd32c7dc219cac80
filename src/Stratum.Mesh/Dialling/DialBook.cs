using System.Net;
using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Links;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Dialling;

/// <summary>
/// Whom this node dials: every address of every configured peer, each with its own backoff, for ever. A name is resolved again every
/// minute, since its addresses come and go with the pods behind it.
/// </summary>
internal sealed class DialBook
{
    /// <summary>Addresses taken of one name: a headless service of a large mesh answers with more, but this many links are never wanted.</summary>
    public const int AddressesMax = 64;

    private const long ResolvePeriodMs = 60_000;

    // Shorter than that, a link that comes up does not prove that the next attempt will do better.
    private const long StableMs = 10_000;

    // A configured peer whose view is full is left alone for so long, while there are other links: a thousand nodes may have the same one configured.
    private const int FullPauseMs = 600_000;

    private const int WakeMs = 5_000;

    private readonly List<DialTarget> _targets = [];
    private readonly Dictionary<int, DialSlot> _slots = [];
    private readonly Random _random;
    private int _lastSlot;

    public DialBook(IReadOnlyList<MeshPeer> peers, Random random, Moment now)
    {
        _random = random;
        foreach (var peer in peers)
        {
            var target = new DialTarget(_targets.Count, peer);
            _targets.Add(target);
            if (IPAddress.TryParse(peer.Host, out var address))
            {
                target.ResolveDueMs = long.MaxValue;
                AddSlot(target, address, now);
            }
        }
    }

    public IReadOnlyList<DialTarget> Targets => _targets;

    public IEnumerable<DialSlot> Slots => _slots.Values;

    public DialSlot? Find(int? slot) => slot is { } number && _slots.TryGetValue(number, out var found) ? found : null;

    /// <summary>The only identity that may answer at a slot.</summary>
    public static NodeId? PinnedOf(DialSlot? slot) => slot?.Pinned;

    /// <summary>What the configuration calls the peer of a slot; null for a node that was found.</summary>
    public string? NameOf(DialSlot? slot) => slot is null or { IsOnce: true } ? null : _targets[slot.Target].Peer.ToString();

    /// <summary>What the configuration says of filling gaps from the peer of a slot, or from a node that it names; null when it says nothing.</summary>
    public uint? WindowHoursOf(DialSlot? slot, NodeId nodeId)
    {
        var target = slot is { IsOnce: false } ? _targets[slot.Target] : _targets.Find(target => target.Peer.NodeId == nodeId);
        return (uint?)target?.Peer.WindowHours;
    }

    /// <summary>Dials of found nodes that are under way.</summary>
    public int OnceCount => _slots.Values.Count(static slot => slot is { IsOnce: true, State: not DialState.Up });

    /// <summary>Dials a found node, once.</summary>
    public void AddOnce(IPEndPoint address, NodeId nodeId, Moment now)
    {
        if (_slots.Values.Any(slot => slot.IsOnce && slot.Pinned == nodeId))
        {
            return;
        }

        var number = ++_lastSlot;
        _slots.Add(number, new DialSlot(number, target: -1, address, new Backoff(_random)) { SinceMs = now.UnixMs, DueMs = now.ElapsedMs, Pinned = nodeId });
    }

    /// <summary>This node has no link: peers that had no room for it are dialled again soon.</summary>
    public void Wake(Moment now)
    {
        foreach (var slot in _slots.Values)
        {
            if (slot is { State: DialState.Waiting, LastRefusal: RefusalReason.ViewFull })
            {
                slot.LastRefusal = RefusalReason.None;
                slot.DueMs = Math.Min(slot.DueMs, now.ElapsedMs + _random.Next(WakeMs));
            }
        }
    }

    /// <summary>When <see cref="Elapse"/> has something to do.</summary>
    public long DueMs(Func<NodeId, bool> isLinked)
    {
        var due = long.MaxValue;
        foreach (var target in _targets)
        {
            due = target.IsResolving ? due : Math.Min(due, target.ResolveDueMs);
        }

        foreach (var slot in _slots.Values)
        {
            due = slot.State == DialState.Waiting && !IsResting(slot, isLinked) ? Math.Min(due, slot.DueMs) : due;
        }

        return due;
    }

    /// <summary>Nodes that are configured but not among the given ones: named by a slot that met them, or a target that never met anybody.</summary>
    public int CountOthers(Func<NodeId, bool> isCounted)
    {
        var others = new HashSet<NodeId>();
        var strangers = 0;
        foreach (var target in _targets)
        {
            var isKnown = false;
            foreach (var slot in _slots.Values)
            {
                if (slot.Target == target.Number)
                {
                    // A list of peers that is the same on every node names this one, too.
                    isKnown |= slot.LastPeer is not null || slot.LastRefusal == RefusalReason.Self;
                    if (slot.LastPeer is { } peer && !isCounted(peer))
                    {
                        others.Add(peer);
                    }
                }
            }

            strangers += isKnown ? 0 : 1;
        }

        return others.Count + strangers;
    }

    public void Elapse(Func<NodeId, bool> isLinked, Moment now, List<MeshAction> actions)
    {
        foreach (var target in _targets)
        {
            if (!target.IsResolving && target.ResolveDueMs <= now.ElapsedMs)
            {
                target.IsResolving = true;
                actions.Add(new MeshAction.Resolve(target.Number, target.Peer.Host));
            }
        }

        foreach (var slot in _slots.Values)
        {
            if (slot.State == DialState.Waiting && slot.DueMs <= now.ElapsedMs && !IsResting(slot, isLinked))
            {
                slot.State = DialState.Connecting;
                slot.SinceMs = now.UnixMs;
                actions.Add(new MeshAction.Dial(slot.Number, slot.Address));
            }
        }
    }

    public void OnResolved(int target, IReadOnlyList<IPAddress> addresses, string detail, Moment now)
    {
        var resolved = _targets[target];
        resolved.IsResolving = false;
        resolved.ResolveDueMs = now.ElapsedMs + ResolvePeriodMs;
        resolved.Problem = addresses.Count == 0 ? detail : "";
        if (addresses.Count == 0)
        {
            // A name server that is away says nothing of the nodes.
            return;
        }

        var known = _slots.Values.Where(slot => slot.Target == target).ToDictionary(slot => slot.Address.Address);
        foreach (var address in addresses.Take(AddressesMax))
        {
            if (known.Remove(address, out var slot))
            {
                slot.IsListed = true;
            }
            else
            {
                AddSlot(resolved, address, now);
            }
        }

        foreach (var gone in known.Values)
        {
            gone.IsListed = false;
            RemoveUnlisted(gone);
        }
    }

    public static void OnUp(DialSlot slot, NodeId peer, Moment now)
    {
        slot.State = DialState.Up;
        slot.SinceMs = now.UnixMs;
        slot.LastPeer = peer;
        slot.LastRefusal = RefusalReason.None;
        slot.LastDetail = "";
    }

    /// <summary>An attempt failed or a link ended.</summary>
    public void OnDown(DialSlot slot, RefusalReason reason, string detail, Moment now)
    {
        if (slot.IsOnce)
        {
            _slots.Remove(slot.Number);
            return;
        }

        if (slot.State == DialState.Up && now.UnixMs - slot.SinceMs >= StableMs)
        {
            slot.Backoff.Reset();
        }

        slot.State = DialState.Waiting;
        slot.SinceMs = now.UnixMs;
        slot.DueMs = now.ElapsedMs + (long)slot.Backoff.Next().TotalMilliseconds
            + (reason == RefusalReason.ViewFull ? FullPauseMs + _random.Next(FullPauseMs) : 0);
        slot.LastRefusal = reason;
        slot.LastDetail = detail;
        RemoveUnlisted(slot);
    }

    private void RemoveUnlisted(DialSlot slot)
    {
        if (!slot.IsListed && slot.State == DialState.Waiting)
        {
            _slots.Remove(slot.Number);
        }
    }

    private void AddSlot(DialTarget target, IPAddress address, Moment now)
    {
        var number = ++_lastSlot;
        _slots.Add(number, new DialSlot(number, target.Number, new IPEndPoint(address, target.Peer.Port), new Backoff(_random))
        {
            SinceMs = now.UnixMs,
            DueMs = now.ElapsedMs,
            Pinned = target.Peer.NodeId,
        });
    }

    private static bool IsResting(DialSlot slot, Func<NodeId, bool> isLinked) => slot.LastPeer is { } peer && isLinked(peer);
}
