using Stratum.Mesh.Engine;
using Stratum.Mesh.Heartbeats;

namespace Stratum.Simulation.Mesh;

/// <summary>Heartbeats, at the end of the steady run: what they say of nodes that live, and of one that does not.</summary>
internal sealed partial class MeshFigures
{
    // A minute; twenty seconds in a large mesh, which has nodes enough.
    private int LooksAtHeartbeats => nodes <= HostileMax ? 12 : 4;

    // Two missed before a node is suspected.
    private const double SuspectMs = 2 * HeartbeatBook.PeriodMs;

    private const double StepMs = 500;

    private void Heartbeats(SimWorld world)
    {
        if (!world.Options.HasHeartbeats)
        {
            Add("heartbeats", 0, "", remark: $"switched off above {HeartbeatsMax} nodes: they take a quarter of the time");
            return;
        }

        var (looks, down, linkedDown) = (0L, 0L, 0L);
        for (var look = 0; look < LooksAtHeartbeats; look++)
        {
            world.Run(HeartbeatBook.PeriodMs);
            foreach (var seen in world.Nodes.SelectMany(world.StatesSeenBy))
            {
                looks++;
                down += seen.State == "down" ? 1 : 0;
                linkedDown += seen is { State: "down", IsLinked: true } ? 1 : 0;
            }
        }

        var counts = world.HeartbeatCounts();
        var remark = $"{looks:N0} looks; {world.Datagrams:N0} datagrams, {world.DatagramsDoubled:N0} "
            + $"doubled, {world.DatagramsStray:N0} late; {string.Join(", ", counts.Select(static count => $"{count.Key} {count.Value:N0}"))}";
        Add("heartbeats: live neighbours that look down", linkedDown, "", 0, remark: nodes <= HostileMax ? remark : remark + "; off in the other runs");
        // Four in a row that are lost look like a node that is gone when there is no link: nothing else is known of it.
        Add("heartbeats: live nodes without a link that look down", (double)down / Math.Max(1, looks), "of the looks", loss == 0 ? 0 : null);
        CrashOne(world);
    }

    // Its links are stuck, as when a machine loses its power: only the heartbeats tell.
    private void CrashOne(SimWorld world)
    {
        var gone = world.Nodes[nodes / 3];
        var neighbours = gone.Neighbours.ToArray();
        gone.Crash(losesDisk: false, leavesLinks: true);
        var suspected = world.RunUntil(() => neighbours.All(node => world.StateSeenBy(node, gone) is "suspect" or "down"), 2 * PeriodMs, StepMs);
        Add("heartbeats: a node is gone, its links are stuck: suspect after", (suspected ?? double.PositiveInfinity) / 1000, "s",
            loss == 0 ? (SuspectMs + world.Options.StrayMs + StepMs) / 1000 : null, remark: $"at all its {neighbours.Length} neighbours");
        var found = world.RunUntil(() => neighbours.All(node => world.StateSeenBy(node, gone) == "down"), 2 * PeriodMs, StepMs);
        Add("heartbeats: the same node: down after", ((suspected + found) ?? double.PositiveInfinity) / 1000, "s", (LinkPulse.SilenceMs + 5_000) / 1000.0,
            remark: "once its links were silent for 45 s");
    }
}
