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
using PeerRecord = Stratum.Mesh.Membership.PeerRecord;

namespace Stratum.Mesh.Tests.Engine;

/// <summary>Limits of docs/PROTOCOL.md that no test of their own feature meets, each at its value and one above it.</summary>
public sealed class LimitTests
{
    private readonly EngineWorld _world = new();

    public static TheoryData<string, int> Columns => new()
    {
        { "ihave", AnnouncementBox.IdsMax }, { "graft", AnnouncementBox.IdsMax },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public void Ids_OfAMessage_EndTheLinkOneAboveTheLimit(string kind, int limit)
    {
        var (a, link) = Linked();
        a.Handle(new MeshEvent.Arrived(link.Number, Message(limit)));
        _world.Run(100);
        Assert.True(link.IsOpen);

        a.Handle(new MeshEvent.Arrived(link.Number, Message(limit + 1)));
        _world.Run(100);
        Assert.False(link.IsOpen);

        Frame Message(int count)
        {
            var ids = IdPrefix.Write([.. Enumerable.Range(1, count).Select(static number => new IdPrefix((UInt128)number))]);
            return kind == "ihave" ? new Frame { IHave = new IHave { Ids = ids } } : new Frame { Graft = new Graft { Ids = ids } };
        }
    }

    [Fact]
    public void Wants_OfAMessage_AreAProblemOneAboveTheLimit()
    {
        var options = new BackfillOptions { WantMax = 3 };
        Assert.Null(Ask(3));
        Assert.NotNull(Ask(4));

        string? Ask(int count)
        {
            using var key = Observations.Key(9);
            var store = new MemoryStore();
            store.Add(Observations.One(key, 60));
            var responder = new BackfillResponder(1, store, options, new RefusedIds(10), new HourCache(store), new HourClaims());
            var limits = new SetLimits(0, CommonCells.All);
            var summary = new BackfillSummary { Run = 1, From = 0, To = 3600, Hash = ByteString.CopyFrom(new byte[32]) };
            Assert.Null(responder.Handle(new Frame { BackfillSummary = summary }, limits, isBusy: false, default, []));
            var want = new BackfillWant { Run = 1, Hour = 0, Ids = ByteString.CopyFrom(new byte[32 * count]) };
            return responder.Handle(new Frame { BackfillWant = want }, limits, isBusy: false, default, []);
        }
    }

    [Fact]
    public void Days_OfAPage_AreAProblemOneAboveTheLimit()
    {
        Assert.Null(Answer(3));
        Assert.NotNull(Answer(4));

        static string? Answer(int count)
        {
            var store = new MemoryStore();
            var driver = new BackfillDriver(1, store, new BackfillOptions { DaysMax = 3 }, new RefusedIds(10), new HourCache(store), new HourClaims());
            driver.Start(new CommonSet(0, 86_400 * 10, CommonCells.All), default, []);
            var days = new BackfillDays { Run = 1, NewestDay = 9, Last = true, Hashes = ByteString.CopyFrom(new byte[32 * count]) };
            days.DaySteps.AddRange(Enumerable.Range(0, count).Select(static at => at == 0 ? 0u : 1u));
            var answer = new BackfillAnswer { Run = 1, Verdict = BackfillAnswer.Types.Verdict.Different, Days = days };
            return driver.Handle(new Frame { BackfillAnswer = answer }, default, []);
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

        var driver = new BackfillDriver(1, store, new BackfillOptions { RoundsMax = 2 }, new RefusedIds(10), new HourCache(store), new HourClaims());
        var actions = new List<MeshAction>();
        driver.Start(new CommonSet(0, 3600, CommonCells.All), default, actions);
        var days = new BackfillDays { Run = 1, NewestDay = 0, Last = true, Hashes = ByteString.CopyFrom(new byte[32]) };
        days.DaySteps.Add(0);
        Assert.Null(driver.Handle(
            new Frame { BackfillAnswer = new BackfillAnswer { Run = 1, Verdict = BackfillAnswer.Types.Verdict.Different, Days = days } }, default, actions));
        var hours = new BackfillHours { Run = 1, Day = 0, Hashes = ByteString.CopyFrom(new byte[32]) };
        hours.Hours.Add(0);
        Assert.Null(driver.Handle(new Frame { BackfillHours = hours }, default, actions));

        // A peer that always answers that the fingerprint of everything is another one, and never says which ids it has: version, endless bound, mode.
        byte[] differs = [0x61, 0, 0, 1, .. Enumerable.Repeat((byte)0xAA, 16)];
        var ranges = new Frame { BackfillRanges = new BackfillRanges { Run = 1, Hour = 0, IsAnswer = true, Message = ByteString.CopyFrom(differs) } };
        Assert.Null(driver.Handle(ranges, default, actions));
        Assert.Null(driver.Handle(ranges, default, actions));
        Assert.Equal("2 rounds about one hour", driver.Handle(ranges, default, actions));
    }

    [Fact]
    public void Parts_OfAnHourThatNeverEnds_AreAProblemOneAboveTheLimit()
    {
        var store = new MemoryStore();
        var driver = new BackfillDriver(1, store, new BackfillOptions { RoundsMax = 2 }, new RefusedIds(10), new HourCache(store), new HourClaims());
        var actions = new List<MeshAction>();
        driver.Start(new CommonSet(0, 3600, CommonCells.All), default, actions);
        var days = new BackfillDays { Run = 1, NewestDay = 0, Last = true, Hashes = ByteString.CopyFrom(new byte[32]) };
        days.DaySteps.Add(0);
        Assert.Null(driver.Handle(
            new Frame { BackfillAnswer = new BackfillAnswer { Run = 1, Verdict = BackfillAnswer.Types.Verdict.Different, Days = days } }, default, actions));
        var hours = new BackfillHours { Run = 1, Day = 0, Hashes = ByteString.CopyFrom(new byte[32]) };
        hours.Hours.Add(0);
        Assert.Null(driver.Handle(new Frame { BackfillHours = hours }, default, actions));
        var part = new Frame { BackfillItems = new BackfillItems { Run = 1, Covered = 1 } };

        Assert.Null(driver.Handle(part, default, actions));
        Assert.Null(driver.Handle(part, default, actions));
        Assert.Equal("2 parts of one hour", driver.Handle(part, default, actions));
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
        shuffle.Records.AddRange(Enumerable.Range(10, 8).Select(number => Signed((byte)number)));
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
            lost.Add(Record(number), nowMs: number);
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

    private static Protos.PeerRecord Signed(byte number)
    {
        using var key = Observations.Key(number);
        var body = new PeerRecordBody
        {
            NetworkId = "stratum",
            NodeId = ByteString.CopyFrom(Bytes(key.NodeId.PublicKey)),
            IssuedMs = 1_800_000_000_000,
            HighestPayloadVersion = 1,
        };
        body.Addresses.Add($"10.1.0.{number}:9001");
        return PeerRecord.Write(body, message => key.Sign(message.Span));
    }

    private static byte[] Bytes(Hash256 hash)
    {
        var bytes = new byte[Hash256.Size];
        hash.CopyTo(bytes);
        return bytes;
    }

    private static PeerRecord Record(byte number) => new()
    {
        NodeId = Observations.Key(number).NodeId,
        Addresses = [new IPEndPoint(IPAddress.Loopback, number)],
        IssuedMs = 1,
        HighestPayloadVersion = 1,
        Signed = new Protos.PeerRecord(),
    };

    private (WorldNode Node, WorldLink Link) Linked()
    {
        var b = _world.AddNode(2);
        var a = _world.AddNode(1, setup => setup with { Peers = [b.AsPeer] });
        _world.Run(5_000);
        return (a, a.OpenLinks.Single());
    }
}
