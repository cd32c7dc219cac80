using Google.Protobuf;
using Stratum.Mesh.Backfill;
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
        Assert.Equal(BackfillAnswer.Types.Verdict.Different, BackfillParts.Summarise(responder, run: 1, nowMs: 0));
        Frame Question(uint run, long hour) => isByRanges
            ? new Frame { BackfillRanges = new BackfillRanges { Run = run, Hour = hour, First = true, Message = FirstMessage() } }
            : new Frame { BackfillHourRequest = new BackfillHourRequest { Run = run, Hour = hour } };
        foreach (var hour in new long[] { 101, 102, 101, 102 })
        {
            Assert.Null(BackfillParts.Ask(responder, Question(1, hour)));
        }

        Assert.NotNull(BackfillParts.Ask(responder, Question(1, 102)));
        // The others have their own count, and so has another run.
        Assert.Null(BackfillParts.Ask(responder, Question(1, 100)));
        Assert.Equal(BackfillAnswer.Types.Verdict.Different, BackfillParts.Summarise(responder, run: 2, nowMs: 1));
        Assert.Null(BackfillParts.Ask(responder, Question(2, 102)));
        Assert.Null(BackfillParts.Ask(responder, Question(2, 102)));
        Assert.NotNull(BackfillParts.Ask(responder, Question(2, 102)));
    }

    [Fact]
    public void Hour_BegunAgainByWants_CountsLikeAnyOther()
    {
        var responder = ResponderWithHours(2);
        Assert.Equal(BackfillAnswer.Types.Verdict.Different, BackfillParts.Summarise(responder, run: 1, nowMs: 0));
        var ids = ByteString.CopyFrom(new byte[32]);
        var problems = new List<string?>();
        for (var at = 0; at < 5; at++)
        {
            problems.Add(BackfillParts.Ask(responder, new Frame { BackfillWant = new BackfillWant { Run = 1, Hour = 100 + (at % 2), Ids = ids } }));
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
        BackfillParts.Summarise(responder, run: 1, nowMs: 0);

        Assert.NotNull(BackfillParts.Ask(responder, new Frame { BackfillHourRequest = new BackfillHourRequest { Run = 1, Hour = hour } }));
        Assert.NotNull(BackfillParts.Ask(responder, new Frame { BackfillHourRequest = new BackfillHourRequest { Run = 1, Hour = hour, Skip = 1 } }));
        Assert.NotNull(BackfillParts.Ask(responder, new Frame { BackfillRanges = new BackfillRanges { Run = 1, Hour = hour, Message = FirstMessage() } }));
        Assert.NotNull(BackfillParts.Ask(
            responder, new Frame { BackfillWant = new BackfillWant { Run = 1, Hour = hour, Ids = ByteString.CopyFrom(new byte[32]) } }));
    }

    [Theory]
    [InlineData(600, 1, false)]
    [InlineData(601, 1, true)]
    [InlineData(594, 4, false)]
    [InlineData(595, 4, true)]
    public void Summary_AfterManyHours_WaitsUntilTheyArePaid(int loads, int itemsOfAnHour, bool isBusy)
    {
        var responder = ResponderWithHours(301, itemsOfAnHour);
        BackfillParts.Summarise(responder, run: 1, nowMs: 0);
        for (var at = 0; at < loads; at++)
        {
            Assert.Null(BackfillParts.Ask(responder, new Frame { BackfillHourRequest = new BackfillHourRequest { Run = 1, Hour = 100 + (at / 2) } }));
        }

        Assert.Equal(isBusy, BackfillParts.Summarise(responder, run: 2, nowMs: 0) == BackfillAnswer.Types.Verdict.Busy);
        Assert.Equal(BackfillAnswer.Types.Verdict.Different, BackfillParts.Summarise(responder, run: 3, nowMs: 100));
    }

    [Fact]
    public void Summaries_BeyondSixAtOnce_AreAnsweredBusyUntilTenSecondsPassed()
    {
        var responder = BackfillParts.Responder(new MemoryStore());
        for (var at = 1; at <= 7; at++)
        {
            Assert.Equal(at > 6, IsBusy(at * 1_000));
        }

        Assert.True(IsBusy(9_900));
        Assert.False(IsBusy(11_500));

        bool IsBusy(long nowMs) => BackfillParts.Summarise(responder, nowMs: nowMs) == BackfillAnswer.Types.Verdict.Busy;
    }

    // From hour 100 on.
    private BackfillResponder ResponderWithHours(int count, int itemsOfAnHour = 1)
    {
        var store = new MemoryStore();
        for (var at = 0; at < count * itemsOfAnHour; at++)
        {
            store.Add(Observations.One(_key, ((100 + (at / itemsOfAnHour)) * 3600) + 60 + (at % itemsOfAnHour)));
        }

        return BackfillParts.Responder(store);
    }

    private static ByteString FirstMessage() =>
        ByteString.CopyFrom(new NegentropySession(Array.Empty<Core.ReconciliationItem>(), 4096).Initiate());
}
