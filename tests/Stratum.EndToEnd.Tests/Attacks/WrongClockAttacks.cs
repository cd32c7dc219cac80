using System.Text.Json;

namespace Stratum.EndToEnd.Tests.Attacks;

/// <summary>A clock in another year deletes nothing that the node has, and nothing is refused afterwards.</summary>
[Trait("Category", "Attack")]
public sealed class WrongClockAttacks
{
    private const int Rows = 2_000;

    private static IEnumerable<long> TwentyDays(long now) => Enumerable.Range(0, Rows).Select(at => now - 60 - (at * (20 * 86_400L / Rows)));

    [FaketimeFact]
    public async Task Clock_400DaysAheadForSeconds_DeletesNothing()
    {
        using var clock = new FakedClock();
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        await using (var node = await FilledAsync(directory, clock))
        {
            clock.Set("+400d");
            await Eventually.TrueAsync(async () => (await AttackNode.StoreAsync(node, "retention_waits")).ValueKind == JsonValueKind.String);
            Assert.Contains("retention: nothing is deleted by age", await AttackNode.ReadyAsync(node), StringComparison.Ordinal);
            Assert.Contains("Retention: nothing is deleted by age", node.Log, StringComparison.Ordinal);
            clock.Set("+0");
            await Eventually.TrueAsync(async () => (await AttackNode.ReadyAsync(node)).Length == 0);
            await AssertHeldAsync(node);
            Assert.Equal(0, await node.StopAsync());
        }

        await using var again = await RunningNode.StartAsync(directory, clock);
        await AssertHeldAsync(again);
    }

    [FaketimeFact]
    public async Task Clock_400DaysAheadAtBoot_DeletesNothing()
    {
        using var clock = new FakedClock();
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        await using (var node = await FilledAsync(directory, clock))
        {
            await node.KillAsync();
        }

        clock.Set("+400d");
        for (var round = 0; round < 2; round++)
        {
            await using var wrong = await RunningNode.StartAsync(directory, clock);
            Assert.Equal(2 * Rows, await AttackNode.ObservationsAsync(wrong));
            Assert.Contains("retention: nothing is deleted by age", await AttackNode.ReadyAsync(wrong), StringComparison.Ordinal);
            await wrong.StopAsync();
        }

        clock.Set("+0");
        await using var right = await RunningNode.StartAsync(directory, clock);
        await AssertHeldAsync(right);
    }

    // Half of what it holds is its own, half came from a node that is off by now.
    private static async Task<RunningNode> FilledAsync(NodeDirectory directory, FakedClock clock)
    {
        using var other = new NodeDirectory();
        await other.InitAsync();
        await using var source = await RunningNode.StartAsync(other);
        Assert.Equal(Rows, await AttackNode.PostAsync(source, "yard", TwentyDays(AttackNode.Now)));
        directory.WriteConfiguration("", $"initial_peers = [\"{source.Mesh}\"]");
        var node = await RunningNode.StartAsync(directory, clock);
        Assert.Equal(Rows, await AttackNode.PostAsync(node, "roof", TwentyDays(AttackNode.Now)));
        await Eventually.TrueAsync(async () => await AttackNode.ObservationsAsync(node) == 2 * Rows);
        return node;
    }

    private static async Task AssertHeldAsync(RunningNode node)
    {
        Assert.True(await AttackNode.ObservationsAsync(node) >= 2 * Rows, "lost");
        Assert.True((await AttackNode.StoreAsync(node, "retention_floor")).GetInt64() <= AttackNode.Now - (30 * 86_400), "the floor rose");
        Assert.Equal(1, await AttackNode.PostAsync(node, $"device-{node.ProcessId}", [AttackNode.Now - (25 * 86_400)]));
        Assert.Equal("", await AttackNode.ReadyAsync(node));
    }
}
