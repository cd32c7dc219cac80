using Stratum.Core;
using Stratum.Mesh.Tests.Support;

namespace Stratum.Mesh.Tests.Nodes;

public sealed class MeshNodeTests
{
    private readonly MemoryNetwork _network = new();

    [Fact]
    public async Task Ingest_AtTheEndOfAChain_ReachesTheOtherEndWithTheOriginalSignatureAndBytes()
    {
        await using var a = await TestNode.StartAsync(_network, 1);
        await using var b = await TestNode.StartAsync(_network, 2, [a.Address]);
        await using var c = await TestNode.StartAsync(_network, 3, [b.Address]);
        await Eventually.True(() => b.IsLinkedTo(a) && c.IsLinkedTo(b), "links");
        var posted = Observations.Many(a.Key, 1000, TestNode.Now);

        a.Store.Ingest(posted);

        await Eventually.True(() => c.Store.Count == 1000, "1,000 observations at C");
        Assert.Equal(1000, b.Store.Count);
        foreach (var (sent, held) in a.Store.All().Zip(c.Store.All()))
        {
            Assert.Equal(sent.ContentId, held.ContentId);
            Assert.Equal(sent.Signature, held.Signature);
            Assert.Equal(CanonicalForm.ToArray(sent.Observation), CanonicalForm.ToArray(held.Observation));
        }
    }

    [Fact]
    public async Task Start_AfterAbsence_FetchesWhatWasMissedFromTheNeighbourAlone()
    {
        await using var a = await TestNode.StartAsync(_network, 1);
        await using var b = await TestNode.StartAsync(_network, 2, [a.Address]);
        await Eventually.True(() => b.IsLinkedTo(a), "link");
        a.Store.Ingest(Observations.Many(a.Key, 500, TestNode.Now - 60));
        await Eventually.True(() => b.Store.Count == 500, "500 observations at B");

        await using var c = await TestNode.StartAsync(_network, 3, [b.Address]);

        await Eventually.True(() => c.Store.Count == 500, "500 observations at C");
    }

    [Fact]
    public async Task Link_ThatIsReplacedWhileTheDiskIsBusy_LosesNothingOfWhatItBrought()
    {
        await using var b = await TestNode.StartAsync(_network, 2);
        await using var a = await TestNode.StartAsync(_network, 1, [b.Address]);
        await Eventually.True(() => b.IsLinkedTo(a), "link");
        var disk = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        b.Store.Disk = disk.Task;
        a.Store.Ingest(Observations.Many(a.Key, 10, TestNode.Now));
        await Eventually.True(() => b.Store.Waiting > 0, "a batch at B's store");

        // The same node after a crash: its old link is closed, and what that link waited for is given up.
        await using var again = await TestNode.StartAsync(_network, 1, [b.Address], a.Store);
        await Eventually.True(() => b.Store.GivenUp > 0, "the old link has ended");
        disk.SetResult();

        await Eventually.True(() => b.Store.Count == 10, "the new link brings it");
    }

    [Fact]
    public async Task Link_WhenItComesBack_ReconcilesBothWaysAndWhatItBringsTravelsOn()
    {
        await using var a = await TestNode.StartAsync(_network, 1);
        await using var b = await TestNode.StartAsync(_network, 2, [a.Address]);
        await using var c = await TestNode.StartAsync(_network, 3, [b.Address]);
        await Eventually.True(() => b.IsLinkedTo(a) && c.IsLinkedTo(b), "links");
        a.Transport.Cut();
        await Eventually.True(() => a.Mesh.Status.Partition == "isolated", "A is isolated");
        a.Store.Ingest(Observations.Many(a.Key, 300, TestNode.Now - 60));
        b.Store.Ingest(Observations.Many(b.Key, 200, TestNode.Now - 7200));

        a.Transport.Mend();

        await Eventually.True(() => a.Store.Count == 500 && b.Store.Count == 500 && c.Store.Count == 500, "all hold the same set");
        Assert.Equal("connected", a.Mesh.Status.Partition);
    }

    [Fact]
    public async Task Stop_WithALink_TellsThePeerWhy()
    {
        await using var a = await TestNode.StartAsync(_network, 1);
        await using var b = await TestNode.StartAsync(_network, 2, [a.Address]);
        await Eventually.True(() => a.IsLinkedTo(b) && b.IsLinkedTo(a), "link");

        await a.Mesh.StopAsync();

        await Eventually.True(
            () => b.Mesh.Status is { Partition: "isolated" } status && status.Peers.Any(peer => peer.LastRefusal == "shutdown"), "B knows that A stopped");
    }

    [Fact]
    public async Task Fault_WhileAFrameIsHandled_EndsThatLinkOnly()
    {
        await using var a = await TestNode.StartAsync(_network, 1, adjust: setup => setup with { Store = new FaultyStore(setup.Store) });
        await using var b = await TestNode.StartAsync(_network, 2, [a.Address]);

        await Eventually.True(() => b.Mesh.Status.Peers.Any(peer => peer.LastRefusal == "unreachable"), "the link ended");

        Assert.False(a.Mesh.Completion.IsCompleted);
        await Eventually.True(() => b.Mesh.Status.Refusals.Any(count => count.Reason == "unreachable" && count.Here > 1), "B came again");
    }
}
