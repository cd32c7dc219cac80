using System.Net;
using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Backfill;
using Stratum.Mesh.Discovery;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Heartbeats;
using Stratum.Mesh.Membership;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;

namespace Stratum.Mesh.Tests.Engine;

/// <summary>Limits of docs/PROTOCOL.md that no test of their own feature meets, each at its value and one above it.</summary>
public sealed class LimitTests
{
    private readonly EngineWorld _world = new();

    [Theory]
    [InlineData("announced ids", AnnouncementBox.IdsMax)]
    [InlineData("ids asked for", AnnouncementBox.IdsMax)]
    [InlineData("signers asked for", 1_000)]
    [InlineData("records of a shuffle", 8)]
    public void Entries_OfAMessage_EndTheLinkOneAboveTheLimit(string what, int limit)
    {
        var (a, link) = Linked();
        a.Handle(new MeshEvent.Arrived(link.Number, Message(what, limit)));
        _world.Run(100);
        Assert.True(link.IsOpen);

        a.Handle(new MeshEvent.Arrived(link.Number, Message(what, limit + 1)));
        _world.Run(100);
        Assert.False(link.IsOpen);
    }

    [Fact]
    public void Wants_OfAMessage_AreAProblemOneAboveTheLimit()
    {
        Assert.Null(Ask(3));
        Assert.NotNull(Ask(4));

        string? Ask(int count)
        {
            using var key = Observations.Key(9);
            var store = new MemoryStore();
            store.Add(Observations.One(key, 60));
            var responder = BackfillParts.Responder(store, new BackfillOptions { WantMax = 3 });
            Assert.Equal(BackfillAnswer.Types.Verdict.Different, BackfillParts.Summarise(responder));
            return BackfillParts.Ask(responder, new Frame { BackfillWant = new BackfillWant { Run = 1, Hour = 0, Ids = BackfillParts.Zeros(count) } });
        }
    }

    [Fact]
    public void Days_OfAPage_AreAProblemOneAboveTheLimit()
    {
        Assert.Null(Answer(9, 8, 7));
        Assert.NotNull(Answer(9, 8, 7, 6));

        static string? Answer(params long[] days)
        {
            var driver = BackfillParts.Driver(new MemoryStore(), new BackfillOptions { DaysMax = 3 });
            driver.Start(new CommonSet(0, 86_400 * 10, CommonCells.All), default, []);
            return driver.Handle(BackfillParts.Different(run: 1, days), default, []);
        }
    }

    [Fact]
    public void Rounds_AboutOneHour_AreAProblemOneAboveTheLimit()
    {
        using var key = Observations.Key(9);
        var store = new MemoryStore();
        foreach (var observation in Observations.Many(key, 20, 3600))
        {
            store.Add(observation);
        }

        // A peer that always answers that the fingerprint of everything is another one, and never says which ids it has: version, endless bound, mode.
        byte[] differs = [0x61, 0, 0, 1, .. Enumerable.Repeat((byte)0xAA, 16)];
        var ranges = new BackfillRanges { Run = 1, Hour = 0, IsAnswer = true, Message = ByteString.CopyFrom(differs) };
        AssertThirdIs("2 rounds about one hour", store, new Frame { BackfillRanges = ranges });
    }

    [Fact]
    public void Parts_OfAnHourThatNeverEnds_AreAProblemOneAboveTheLimit() =>
        AssertThirdIs("2 parts of one hour", new MemoryStore(), new Frame { BackfillItems = new BackfillItems { Run = 1, Covered = 1 } });

    private static void AssertThirdIs(string problem, MemoryStore store, Frame answer)
    {
        var driver = BackfillParts.DriverInAnHour(store, new BackfillOptions { RoundsMax = 2 });
        Assert.Null(driver.Handle(answer, default, []));
        Assert.Null(driver.Handle(answer, default, []));
        Assert.Equal(problem, driver.Handle(answer, default, []));
    }

    [Fact]
    public void FullNodes_OneMoreThanTheLimit_LetTheFirstGo()
    {
        var options = new ViewOptions { PassiveMax = 3, FullPauseMs = 100 };
        var full = new FullNodes(options, new Random(1));
        for (byte number = 1; number <= 4; number++)
        {
            full.Add(Observations.Key(number).NodeId, nowMs: number * 1_000);
        }

        Assert.Equal(3, full.Count);
        Assert.True(full.Contains(Observations.Key(4).NodeId, 4_099));
        Assert.False(full.Contains(Observations.Key(4).NodeId, 4_200));
        Assert.False(full.Contains(Observations.Key(1).NodeId, 1_050));
    }

    [Fact]
    public void Records_OfALink_AreReadUpToTheirBudget()
    {
        var checkedRecords = 0;
        var b = _world.AddNode(2);
        var a = _world.AddNode(1, setup => setup with
        {
            Peers = [b.AsPeer],
            VerifyRecord = (_, _, _) =>
            {
                checkedRecords++;
                return true;
            },
        });
        _world.Run(5_000);
        var link = a.OpenLinks.Single();
        checkedRecords = 0;
        var shuffle = new Shuffle { IsAnswer = true };
        shuffle.Records.AddRange(Enumerable.Range(10, 8).Select(static number => PeerRecords.Signed((byte)number)));
        for (var times = 0; times < 26; times++)
        {
            a.Handle(new MeshEvent.Arrived(link.Number, new Frame { Shuffle = shuffle }));
        }

        Assert.Equal(200, checkedRecords);
        Assert.True(link.IsOpen);
    }

    [Fact]
    public void LostPeers_OneMoreThanTheLimit_LetTheOldestGo()
    {
        var lost = new LostPeers(new ViewOptions { LostMax = 3 }, new Random(1));
        for (byte number = 1; number <= 4; number++)
        {
            lost.Add(PeerRecords.Of(number), nowMs: number);
        }

        Assert.Equal(3, lost.Count);
        Assert.False(lost.Remove(Observations.Key(1).NodeId));
        Assert.True(lost.Remove(Observations.Key(4).NodeId));
    }

    [Fact]
    public void RecentIds_OneMoreThanTheLimit_LetTheOldestGo()
    {
        using var key = Observations.Key(9);
        var recent = new RecentIds(2);
        SignedObservation[] all = [.. Enumerable.Range(0, 3).Select(at => Observations.One(key, 1_000, at))];
        foreach (var observation in all)
        {
            recent.Add(IdPrefix.Of(observation.ContentId), observation);
        }

        Assert.Equal([false, true, true], all.Select(observation => recent.Contains(IdPrefix.Of(observation.ContentId))));
    }

    [Fact]
    public void LocalNodes_OneMoreThanTheLimit_AreNotTaken()
    {
        var a = _world.AddNode(1);
        for (byte number = 2; number <= 66; number++)
        {
            a.Handle(new MeshEvent.Found(new FoundNode(Observations.Key(number).NodeId, new IPEndPoint(IPAddress.Loopback, 9001), IsGone: false)));
        }

        Assert.Equal(64, a.LocalNodes);
        a.Handle(new MeshEvent.Found(new FoundNode(Observations.Key(2).NodeId, new IPEndPoint(IPAddress.Loopback, 9001), IsGone: true)));
        a.Handle(new MeshEvent.Found(new FoundNode(Observations.Key(66).NodeId, new IPEndPoint(IPAddress.Loopback, 9001), IsGone: false)));
        Assert.Equal(64, a.LocalNodes);
    }

    [Fact]
    public void HeartbeatPeers_OneMoreThanTheLimit_LetTheOneGoThatWasNotHeardOfForLongest()
    {
        var node = _world.AddNode(1);
        _world.Run(10);
        var book = new HeartbeatBook(node.Setup, default);
        for (var number = 0; number <= HeartbeatBook.PeersMax; number++)
        {
            var bytes = new byte[32];
            BitConverter.TryWriteBytes(bytes, number);
            var (id, now) = (new NodeId(new Hash256(bytes)), new Moment(number * 1_000L, number));
            book.OnLinkUp(id, IPAddress.Loopback, 9002, 1, now);
            book.OnLinkDown(id, now);
        }

        Assert.Equal(HeartbeatBook.PeersMax, book.Known);
        Assert.Null(book.Find(new NodeId(default)));
    }

    [Fact]
    public void Notices_OfMoreSignersThanTheLimit_StayBounded()
    {
        var notice = new HourlyNotice();
        for (var number = 0; number <= HourlyNotice.SignersMax; number++)
        {
            var bytes = new byte[32];
            BitConverter.TryWriteBytes(bytes, number);
            Assert.True(notice.IsDue(new NodeId(new Hash256(bytes)), default));
        }

        Assert.Equal(1, notice.Count);
    }

    private static Frame Message(string what, int count)
    {
        switch (what)
        {
            case "announced ids":
                return new Frame { IHave = new IHave { Ids = Ids(count) } };
            case "ids asked for":
                return new Frame { Graft = new Graft { Ids = Ids(count) } };
            case "signers asked for":
                return new Frame { Graft = new Graft { Signers = BackfillParts.Zeros(count) } };
            default:
                var shuffle = new Shuffle { IsAnswer = true };
                shuffle.Records.AddRange(Enumerable.Repeat(new Protos.PeerRecord(), count));
                return new Frame { Shuffle = shuffle };
        }
    }

    private static ByteString Ids(int count) => IdPrefix.Write([.. Enumerable.Range(1, count).Select(static number => new IdPrefix((UInt128)number))]);

    private (WorldNode Node, WorldLink Link) Linked()
    {
        var b = _world.AddNode(2);
        var a = _world.AddNode(1, setup => setup with { Peers = [b.AsPeer] });
        _world.Run(5_000);
        return (a, a.OpenLinks.Single());
    }
}
