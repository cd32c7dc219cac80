using Stratum.Core;
using Stratum.Mesh.Transport;

namespace Stratum.Simulation.Mesh;

/// <summary>Runs with nodes that are not honest, and what honest ones notice of them.</summary>
internal sealed partial class MeshFigures
{
    // Up to here three nodes or so: without an honest path nothing can be promised.
    private const int FewNodes = 5;

    private const int SpamFactor = 100;

    // Every twentieth node, and one at least.
    private const int SpammerEach = 20;

    // Twice as many as a view takes.
    private const int Attackers = 15;

    // What spammers send goes to every node: a mesh of a thousand has 50 of them.
    private const int FewSenders = 20;

    private const int Forgeries = 20;
    private const double HostileMs = 10_000;

    private int HonestSenders => nodes <= HostileMax ? SomeSenders : FewSenders;

    private int HonestEach => nodes <= 10 ? 10 : nodes <= HostileMax ? 2 : 1;

    /// <summary>One in twenty sends a hundred times as much as the others; beside it the same without.</summary>
    public void Spammers()
    {
        var (quiet, quietMs, spammers) = WithSpam(factor: 0);
        var (delivery, p99Ms, _) = WithSpam(SpamFactor);
        Add($"spammers, {spammers} of {nodes}, {SpamFactor} times as much: honest delivery", delivery, "", quiet, atLeast: true,
            remark: $"without spam {quiet:0.000000}, each 5 s after the last was sent");
        Add("spammers: honest p99, of that without spam", p99Ms / Math.Max(1, quietMs), "", remark: $"{p99Ms:0} ms; without spam {quietMs:0} ms");
    }

    private (double Delivery, double P99Ms, int Spammers) WithSpam(int factor)
    {
        var first = Math.Min(7, nodes - 1);
        var world = Grow(Options, nodes, number => number % SpammerEach == first ? SimBehaviour.Spammer : SimBehaviour.Honest);
        var honest = world.Nodes.Where(static node => node.IsHonest).ToArray();
        var spammers = world.Nodes.Where(static node => !node.IsHonest).ToArray();
        // Of its own, so that the honest ones send at the same times with and without spam.
        var random = new Random(seed);
        foreach (var spammer in spammers)
        {
            for (var at = 0; at < HonestEach * factor; at++)
            {
                world.At(random.NextDouble() * HostileMs, () => spammer.Publish(random.NextDouble()));
            }
        }

        Publish(world, [.. honest.Take(HonestSenders)], HonestEach, HostileMs);
        world.Run(5_000);
        return (world.Ledger.DeliveryRatio(nodes), world.Ledger.LatencyMs(0.99), spammers.Length);
    }

    /// <summary>Forgers, replayers, liars, inventors of summaries and nodes that pass nothing on, each a twentieth.</summary>
    public void Byzantine()
    {
        var world = Grow(Options, nodes, static number => number < 3 ? SimBehaviour.Honest : (number % 20) switch
        {
            3 => SimBehaviour.Forger,
            6 => SimBehaviour.Inventor,
            8 => SimBehaviour.Replayer,
            13 => SimBehaviour.Liar,
            18 => SimBehaviour.SilentForwarder,
            _ => SimBehaviour.Honest,
        });
        var honest = world.Nodes.Where(static node => node.IsHonest).ToArray();
        var hostile = world.Nodes.Where(static node => !node.IsHonest).ToArray();
        // Bad signatures would end the inventors' links before they have forged anything else.
        foreach (var node in hostile.Where(static node => node.Behaviour != SimBehaviour.Inventor))
        {
            for (var at = 0; at < Forgeries; at++)
            {
                world.At(world.Random.NextDouble() * HostileMs, () => node.Forge(honest[world.Random.Next(honest.Length)], world.Random.NextDouble()));
            }
        }

        foreach (var node in hostile.Where(static node => node.Behaviour == SimBehaviour.Inventor))
        {
            for (var at = 0; at < Forgeries; at++)
            {
                world.At(world.Random.NextDouble() * PeriodMs, node.Invent);
            }
        }

        Publish(world, [.. honest.Take(HonestSenders)], HonestEach, HostileMs);
        var ids = new HashSet<ContentId>(honest.SelectMany(static node => node.Store.Ids));
        var rest = world.RunUntil(() => honest.All(node => ids.All(node.Store.Contains)), 5 * PeriodMs);
        Add($"{hostile.Length} of {nodes} byzantine: honest delivery", rest is null ? 0 : 1, "", 1, atLeast: true,
            remark: (rest is { } ms ? $"at rest {ms / 1000:0} s later" : "not at rest") + $"; {Kinds(hostile)}");
        world.Run(PeriodMs);
        var (toInventor, links) = SyncBytesTo(honest, SimBehaviour.Inventor);
        var (toHonest, _) = SyncBytesTo(honest, SimBehaviour.Honest);
        Add("forged summaries: bytes a second that an honest node sends to who forges them", toInventor, "",
            remark: $"{links} such links, {Forgeries} forged runs on each beside the answers; to an honest neighbour {toHonest:0}");
    }

    private static string Kinds(SimNode[] hostile) =>
        string.Join(", ", hostile.GroupBy(static node => node.Behaviour).Select(static group => $"{group.Count()} {group.Key}"));

    private static (double Bytes, int Links) SyncBytesTo(SimNode[] honest, SimBehaviour behaviour)
    {
        var links = honest.SelectMany(static node => node.OpenLinks).Where(link => link.Other.Owner.Behaviour == behaviour).ToArray();
        return (links.Select(static link => link.Facts.Counters.BytesSent(TrafficClass.Sync) / Math.Max(1, link.OpenSeconds)).DefaultIfEmpty().Average(),
            links.Length);
    }

    /// <summary>Nodes that know one other node alone, and pass nothing on, crowd it.</summary>
    public void Eclipse()
    {
        var world = Grow(Options, nodes);
        var victim = world.Nodes[nodes * 2 / 3];
        for (var number = 0; number < Attackers; number++)
        {
            world.Add(SimBehaviour.SilentForwarder, [victim]);
            world.Run(200);
        }

        world.Run(PeriodMs);
        var links = victim.OpenLinks.ToArray();
        var sent = new List<ContentId>();
        foreach (var node in world.Nodes.Where(node => node.IsHonest && node != victim).Take(FewSenders))
        {
            sent.Add(node.Publish(world.Random.NextDouble()).ContentId);
            world.Run(100);
        }

        var heard = world.RunUntil(() => sent.All(victim.Store.Contains), 2 * PeriodMs);
        Add($"eclipse attempt by {Attackers} that crowd one: the victim hears", (double)sent.Count(victim.Store.Contains) / sent.Count, "", 1, atLeast: true,
            remark: (heard is { } ms ? $"all within {ms / 1000:0} s" : "not all within two periods")
                + $"; {links.Count(static link => link.Other.Owner.IsHonest)} of its {links.Length} links are honest");
    }
}
