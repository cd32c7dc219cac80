using Google.Protobuf;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Attacks;

/// <summary>A hostile peer on a live link: it is refused with its reason, counted, and the node goes on serving others.</summary>
public sealed class HostilePeerTests
{
    public static TheoryData<MeshTransportMode> Modes => SocketModes.All;

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Hello_OfAnotherNetwork_IsRefusedAndCounted(MeshTransportMode mode)
    {
        await using var node = await StartAsync(1, mode);
        await using var peer = await RawPeer.ConnectAsync(mode, 66, node.Address);
        var hello = peer.Hello();
        hello.NetworkId = "elsewhere";

        await peer.SendAsync(new Frame { Hello = hello });

        Assert.Equal(RefusalReason.WrongNetwork, await peer.EndAsync());
        await AssertCountedAsync(node, "wrong_network");
        await AssertServesOthersAsync(node, mode);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Hello_NamingAnotherNode_IsRefused(MeshTransportMode mode)
    {
        await using var node = await StartAsync(1, mode);
        await using var peer = await RawPeer.ConnectAsync(mode, 66, node.Address);
        var hello = peer.Hello();
        hello.NodeId = ByteString.CopyFrom(new byte[32]);

        await peer.SendAsync(new Frame { Hello = hello });

        Assert.Equal(RefusalReason.WrongIdentity, await peer.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Garbage_BeforeHello_IsRefusedAndCounted(MeshTransportMode mode)
    {
        await using var node = await StartAsync(1, mode);
        await using var peer = await RawPeer.ConnectAsync(mode, 66, node.Address);

        await peer.SendAsync([0xFF, 0xFF, 0xFF, 0x01, 0x02]);

        Assert.Equal(RefusalReason.Malformed, await peer.EndAsync());
        await AssertCountedAsync(node, "malformed");
        await AssertServesOthersAsync(node, mode);
    }

    [Fact]
    public async Task Hello_AboveFourKiB_IsRefusedBeforeItIsParsed()
    {
        await using var node = await StartAsync(1, MeshTransportMode.Tcp);
        await using var peer = await RawPeer.ConnectAsync(MeshTransportMode.Tcp, 66, node.Address);

        await peer.SendAsync(Padded(peer.Hello(), 4097));

        Assert.Equal(RefusalReason.Malformed, await peer.EndAsync());
        await using var other = await RawPeer.ConnectAsync(MeshTransportMode.Tcp, 67, node.Address);
        await other.SendAsync(Padded(other.Hello(), 4096));
        Assert.Equal(Frame.BodyOneofCase.Welcome, (await other.ReceiveAsync())?.BodyCase);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Garbage_OnALinkThatIsUp_EndsItAndTheSecondTimeKeepsThePeerOut(MeshTransportMode mode)
    {
        await using var node = await StartAsync(1, mode);
        for (var i = 0; i < 2; i++)
        {
            await using var peer = await RawPeer.JoinAsync(mode, 66, node.Address);
            await peer.SendAsync([0x0A, 0xFF]);
            Assert.Equal(RefusalReason.Malformed, await peer.EndAsync());
        }

        await using var again = await RawPeer.ConnectAsync(mode, 66, node.Address);
        await again.SendAsync(new Frame { Hello = again.Hello() });

        Assert.Equal(RefusalReason.Malformed, await again.EndAsync());
        await AssertServesOthersAsync(node, mode);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Gossip_Forged_IsNeitherStoredNorForwardedAndTheTenthEndsTheLink(MeshTransportMode mode)
    {
        await using var node = await StartAsync(1, mode);
        await using var neighbour = await RawPeer.JoinAsync(mode, 70, node.Address);
        await using var peer = await RawPeer.JoinAsync(mode, 66, node.Address);
        using var key = Observations.Key(9);
        var good = Observations.Many(key, 11, TestNode.Now);

        await peer.SendAsync(TestBatch.Gossip([.. good.Take(9).Select(TestBatch.Forged)]));
        await peer.SendAsync(TestBatch.Gossip(good[10]));
        await Eventually.True(() => node.Store.Count == 1, "the good one is stored");
        Assert.Equal(9, node.Mesh.Status.Received["bad_signature"]);
        var forwarded = await neighbour.ReceiveAsync();
        Assert.Single(forwarded!.Gossip.RowValues);

        await peer.SendAsync(TestBatch.Gossip(TestBatch.Forged(good[9])));
        Assert.Equal(RefusalReason.BadSignatures, await peer.EndAsync());
        await AssertServesOthersAsync(node, mode);
    }

    [Fact]
    public async Task Gossip_ForgedCopyFirst_DoesNotBlockTheGoodOne()
    {
        await using var node = await StartAsync(1, MeshTransportMode.Tcp);
        await using var liar = await RawPeer.JoinAsync(MeshTransportMode.Tcp, 66, node.Address);
        await using var honest = await RawPeer.JoinAsync(MeshTransportMode.Tcp, 67, node.Address);
        using var key = Observations.Key(9);
        var good = Observations.One(key, TestNode.Now);

        await liar.SendAsync(TestBatch.Gossip(TestBatch.Forged(good)));
        await Eventually.True(() => node.Mesh.Status.Received.ContainsKey("bad_signature"), "the forged copy was judged");
        await honest.SendAsync(TestBatch.Gossip(good));

        await Eventually.True(() => node.Store.Contains(good.ContentId, good.Timestamp), "the good copy is stored");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Gossip_OfANewerPayloadVersion_IsRefusedCountedAndNotForwarded(MeshTransportMode mode)
    {
        await using var node = await StartAsync(1, mode);
        await using var neighbour = await RawPeer.JoinAsync(mode, 70, node.Address);
        await using var peer = await RawPeer.JoinAsync(mode, 66, node.Address);
        using var key = Observations.Key(9);
        var batch = TestBatch.Gossip(Observations.One(key, TestNode.Now));
        batch.Gossip.Series[1] = 2;
        var known = Observations.One(key, TestNode.Now, value: 1);

        await peer.SendAsync(batch);
        await peer.SendAsync(TestBatch.Gossip(known));

        await Eventually.True(() => node.Store.Count == 1, "the known version is stored");
        Assert.Equal(1, node.Mesh.Status.Received["future_version"]);
        Assert.Equal(known.Observation.Value, Assert.Single((await neighbour.ReceiveAsync())!.Gossip.RowValues));
    }

    [Fact]
    public async Task Gossip_OutOfTimeOrDenied_IsRefusedWithItsReasonAndCostsTheSenderNothing()
    {
        using var denied = Observations.Key(13);
        using var key = Observations.Key(9);
        await using var node = await StartAsync(1, MeshTransportMode.Tcp, options => options with { Denied = [denied.NodeId] });
        node.Store.RetentionFloor = TestNode.Now - 1000;
        await using var peer = await RawPeer.JoinAsync(MeshTransportMode.Tcp, 66, node.Address);
        var now = TestNode.Now;

        await peer.SendAsync(TestBatch.Gossip(
            Observations.One(key, now + 400), Observations.One(key, now - 1100), Observations.One(denied, now), Observations.One(key, now + 200)));

        await Eventually.True(() => node.Store.Count == 1, "one is stored");
        var received = node.Mesh.Status.Received;
        Assert.Equal((1, 1, 1, 1), (received["future_timestamp"], received["expired"], received["denied_signer"], received["accepted"]));
        Assert.Equal(0, Assert.Single(node.Mesh.Status.Peers).Score);
    }

    [Fact]
    public async Task BackfillItems_ThatNobodyAskedFor_EndTheLinkUnread()
    {
        await using var node = await StartAsync(1, MeshTransportMode.Tcp);
        using var key = Observations.Key(9);
        var batch = TestBatch.Of(Observations.One(key, TestNode.Now));
        await using var peer = await RawPeer.JoinAsync(MeshTransportMode.Tcp, 66, node.Address);

        await peer.SendAsync(new Frame { BackfillItems = new BackfillItems { Run = 1, Batch = batch } });

        Assert.Equal(RefusalReason.Malformed, await peer.EndAsync());
        Assert.Equal(0, node.Store.Count);
    }

    private static byte[] Padded(Hello hello, int bytes)
    {
        // An unknown field: ignored, but it counts.
        var frame = new Frame { Hello = hello }.ToByteArray();
        var padding = bytes - frame.Length - 4;
        return [.. frame, 0x82, 0x7D, (byte)(0x80 | (padding & 0x7F)), (byte)(padding >> 7), .. new byte[padding]];
    }

    private static Task<TestNode> StartAsync(byte seed, MeshTransportMode mode, Func<MeshOptions, MeshOptions>? with = null) => TestNode.StartAsync(
        null, seed, with: options => (with?.Invoke(options) ?? options) with { Transport = mode });

    private static Task AssertCountedAsync(TestNode node, string reason) =>
        Eventually.True(() => node.Mesh.Status.Refusals.Any(count => count.Reason == reason && count.Here > 0), $"{reason} is counted");

    private static async Task AssertServesOthersAsync(TestNode node, MeshTransportMode mode)
    {
        await using var honest = await TestNode.StartAsync(null, 50, [node.Address], with: options => options with { Transport = mode });
        using var key = Observations.Key(51);
        var observation = Observations.One(key, TestNode.Now, value: 99);
        honest.Store.Ingest([observation]);
        await Eventually.True(() => node.Store.Contains(observation.ContentId, observation.Timestamp), "an honest peer is served");
    }
}
