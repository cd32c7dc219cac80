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
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        using var clock = new FakedClock();
        await using (var node = await RunningNode.StartAsync(directory, clock))
        {
            Assert.Equal(Rows, await AttackNode.PostAsync(node, "roof", TwentyDays(AttackNode.Now)));
            clock.Set("+400d");
            // Readings with their own time go on, and with them the store's writer.
            var (at, taken) = (0, 0);
            await Eventually.TrueAsync(async () =>
            {
                taken += await AttackNode.PostAsync(node, "yard", [AttackNode.Now - 5000 + at++]);
                return (await AttackNode.StoreAsync(node, "retention_waits")).ValueKind == JsonValueKind.String;
            });
            Assert.Contains("retention: nothing is deleted by age", await AttackNode.ReadyAsync(node), StringComparison.Ordinal);
            Assert.Contains("Retention: nothing is deleted by age", node.Log, StringComparison.Ordinal);
            clock.Set("+0");
            await Eventually.TrueAsync(async () => (await AttackNode.ReadyAsync(node)).Length == 0);
            await AssertHeldAsync(node, Rows + taken);
            Assert.Equal(0, await node.StopAsync());
        }

        await using var again = await RunningNode.StartAsync(directory);
        Assert.True(await AttackNode.ObservationsAsync(again) > Rows, "lost by the restart");
        await AssertHeldAsync(again, (int)await AttackNode.ObservationsAsync(again));
    }

    [FaketimeFact]
    public async Task Clock_400DaysAheadAtBoot_DeletesNothing()
    {
        using var directory = new NodeDirectory();
        await directory.InitAsync();
        using var clock = new FakedClock();
        await using (var node = await RunningNode.StartAsync(directory, clock))
        {
            Assert.Equal(Rows, await AttackNode.PostAsync(node, "roof", TwentyDays(AttackNode.Now)));
            await node.KillAsync();
        }

        clock.Set("+400d");
        for (var round = 0; round < 2; round++)
        {
            await using var wrong = await RunningNode.StartAsync(directory, clock);
            Assert.Equal(Rows, await AttackNode.ObservationsAsync(wrong));
            Assert.Contains("retention: nothing is deleted by age", await AttackNode.ReadyAsync(wrong), StringComparison.Ordinal);
            await wrong.StopAsync();
        }

        clock.Set("+0");
        await using var right = await RunningNode.StartAsync(directory, clock);
        await AssertHeldAsync(right, Rows);
    }

    private static async Task AssertHeldAsync(RunningNode node, int rows)
    {
        Assert.Equal(rows, await AttackNode.ObservationsAsync(node));
        Assert.True((await AttackNode.StoreAsync(node, "retention_floor")).GetInt64() <= AttackNode.Now - (30 * 86_400), "the floor rose");
        Assert.Equal(1, await AttackNode.PostAsync(node, "roof", [AttackNode.Now - (25 * 86_400)]));
        Assert.Equal("", await AttackNode.ReadyAsync(node));
    }
}
