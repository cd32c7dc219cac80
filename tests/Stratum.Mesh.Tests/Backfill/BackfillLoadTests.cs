using Google.Protobuf;
using Stratum.Mesh.Backfill;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Negentropy;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Tests.Support;

namespace Stratum.Mesh.Tests.Backfill;

/// <summary>A peer that has hours read from the store again and again.</summary>
public sealed class BackfillLoadTests : IDisposable
{
    private readonly Core.NodeKey _key = Observations.Key(9);

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hour_BegunAThirdTimeInARun_IsAProblem(bool isByRanges)
    {
        var responder = ResponderWithHours(3);
        Assert.Equal(BackfillAnswer.Types.Verdict.Different, Summarise(responder, run: 1, nowMs: 0));
        Frame Question(uint run, long hour) => isByRanges
            ? new Frame { BackfillRanges = new BackfillRanges { Run = run, Hour = hour, First = true, Message = FirstMessage() } }
            : new Frame { BackfillHourRequest = new BackfillHourRequest { Run = run, Hour = hour } };
        foreach (var hour in new long[] { 101, 102, 101, 102 })
        {
            Assert.Null(Ask(responder, Question(1, hour)));
        }

        Assert.NotNull(Ask(responder, Question(1, 102)));
        // The others have their own count, and so has another run.
        Assert.Null(Ask(responder, Question(1, 100)));
        Assert.Equal(BackfillAnswer.Types.Verdict.Different, Summarise(responder, run: 2, nowMs: 1));
        Assert.Null(Ask(responder, Question(2, 102)));
        Assert.Null(Ask(responder, Question(2, 102)));
        Assert.NotNull(Ask(responder, Question(2, 102)));
    }

    [Fact]
    public void Hour_BegunAgainByWants_CountsLikeAnyOther()
    {
        var responder = ResponderWithHours(2);
        Assert.Equal(BackfillAnswer.Types.Verdict.Different, Summarise(responder, run: 1, nowMs: 0));
        var ids = ByteString.CopyFrom(new byte[32]);
        var problems = new List<string?>();
        for (var at = 0; at < 5; at++)
        {
            problems.Add(Ask(responder, new Frame { BackfillWant = new BackfillWant { Run = 1, Hour = 100 + (at % 2), Ids = ids } }));
        }

        Assert.All(problems[..4], Assert.Null);
        Assert.NotNull(problems[4]);
    }

    [Theory]
    [InlineData(99)]
    [InlineData(103)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Hour_ThatWasNotNamedToThePeer_IsAProblem(long hour)
    {
        var responder = ResponderWithHours(3);
        Summarise(responder, run: 1, nowMs: 0);

        Assert.NotNull(Ask(responder, new Frame { BackfillHourRequest = new BackfillHourRequest { Run = 1, Hour = hour } }));
        Assert.NotNull(Ask(responder, new Frame { BackfillHourRequest = new BackfillHourRequest { Run = 1, Hour = hour, Skip = 1 } }));
        Assert.NotNull(Ask(responder, new Frame { BackfillRanges = new BackfillRanges { Run = 1, Hour = hour, Message = FirstMessage() } }));
        Assert.NotNull(Ask(responder, new Frame { BackfillWant = new BackfillWant { Run = 1, Hour = hour, Ids = ByteString.CopyFrom(new byte[32]) } }));
    }

    [Theory]
    [InlineData(600, 1, false)]
    [InlineData(601, 1, true)]
    [InlineData(594, 4, false)]
    [InlineData(595, 4, true)]
    public void Summary_AfterManyHours_WaitsUntilTheyArePaid(int loads, int itemsOfAnHour, bool isBusy)
    {
        var responder = ResponderWithHours(301, itemsOfAnHour);
        Summarise(responder, run: 1, nowMs: 0);
        for (var at = 0; at < loads; at++)
        {
            Assert.Null(Ask(responder, new Frame { BackfillHourRequest = new BackfillHourRequest { Run = 1, Hour = 100 + (at / 2) } }));
        }

        Assert.Equal(isBusy, Summarise(responder, run: 2, nowMs: 0) == BackfillAnswer.Types.Verdict.Busy);
        Assert.Equal(BackfillAnswer.Types.Verdict.Different, Summarise(responder, run: 3, nowMs: 100));
    }

    // From hour 100 on.
    private BackfillResponder ResponderWithHours(int count, int itemsOfAnHour = 1)
    {
        var store = new MemoryStore();
        for (var at = 0; at < count * itemsOfAnHour; at++)
        {
            store.Add(Observations.One(_key, ((100 + (at / itemsOfAnHour)) * 3600) + 60 + (at % itemsOfAnHour)));
        }

        return new BackfillResponder(1, store, new BackfillOptions(), new RefusedIds(10), new HourCache(store), new HourClaims());
    }

    private static BackfillAnswer.Types.Verdict Summarise(BackfillResponder responder, uint run, long nowMs)
    {
        var actions = new List<MeshAction>();
        var summary = new BackfillSummary { Run = run, From = 0, To = 1_000 * 3600, Hash = ByteString.CopyFrom(new byte[32]) };
        var now = new Moment(nowMs * 1_000, nowMs);
        Assert.Null(responder.Handle(new Frame { BackfillSummary = summary }, new SetLimits(0, CommonCells.All), isBusy: false, now, actions));
        return Assert.IsType<MeshAction.Send>(Assert.Single(actions)).Frame.BackfillAnswer.Verdict;
    }

    private static string? Ask(BackfillResponder responder, Frame question) =>
        responder.Handle(question, new SetLimits(0, CommonCells.All), isBusy: false, default, []);

    private static ByteString FirstMessage() =>
        ByteString.CopyFrom(new NegentropySession(Array.Empty<Core.ReconciliationItem>(), 4096).Initiate());
}
