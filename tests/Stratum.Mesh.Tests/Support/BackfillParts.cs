using Google.Protobuf;
using Stratum.Mesh.Backfill;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Tests.Support;

/// <summary>The ends of a run and what they say to each other, each without a link.</summary>
internal static class BackfillParts
{
    public static BackfillDriver Driver(MemoryStore store, BackfillOptions? options = null, RefusedIds? refused = null) =>
        new(1, store, options ?? new BackfillOptions(), refused ?? new RefusedIds(10), new HourCache(store), new HourClaims());

    public static BackfillResponder Responder(MemoryStore store, BackfillOptions? options = null) =>
        new(1, store, options ?? new BackfillOptions(), new RefusedIds(10), new HourCache(store), new HourClaims());

    /// <summary>A run over the first hour of 1970 that has come to the hour itself, of which the peer says that it differs.</summary>
    public static BackfillDriver DriverInAnHour(MemoryStore store, BackfillOptions options)
    {
        var driver = Driver(store, options);
        driver.Start(new CommonSet(0, 3600, CommonCells.All), default, []);
        Assert.Null(driver.Handle(Different(run: 1, 0), default, []));
        var hours = new BackfillHours { Run = 1, Day = 0, Hashes = Zeros(1) };
        hours.Hours.Add(0);
        Assert.Null(driver.Handle(new Frame { BackfillHours = hours }, default, []));
        return driver;
    }

    /// <summary>What a responder answers to a summary that is not its own.</summary>
    public static BackfillAnswer.Types.Verdict Summarise(BackfillResponder responder, uint run = 1, long nowMs = 0, long to = 1_000 * 3600)
    {
        var actions = new List<MeshAction>();
        var summary = new BackfillSummary { Run = run, From = 0, To = to, Hash = Zeros(1) };
        Assert.Null(Ask(responder, new Frame { BackfillSummary = summary }, nowMs, actions));
        return Assert.IsType<MeshAction.Send>(Assert.Single(actions)).Frame.BackfillAnswer.Verdict;
    }

    public static string? Ask(BackfillResponder responder, Frame question, long nowMs = 0, List<MeshAction>? actions = null) =>
        responder.Handle(question, new SetLimits(0, CommonCells.All), isBusy: false, new Moment(nowMs * 1_000, nowMs), actions ?? []);

    /// <summary>That the sets differ, and of which days, newest first, the peer has anything.</summary>
    public static Frame Different(uint run, params long[] days)
    {
        var page = new BackfillDays { Run = run, NewestDay = days.FirstOrDefault(), Last = true, Hashes = Zeros(days.Length) };
        page.DaySteps.AddRange(days.Select((day, at) => at == 0 ? 0 : (uint)(days[at - 1] - day)));
        return new Frame { BackfillAnswer = new BackfillAnswer { Run = run, Verdict = BackfillAnswer.Types.Verdict.Different, Days = page } };
    }

    /// <summary>So many hashes that nothing has.</summary>
    public static ByteString Zeros(int hashes) => ByteString.CopyFrom(new byte[Core.Hash256.Size * hashes]);
}
