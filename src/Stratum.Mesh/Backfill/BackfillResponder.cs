using System.Runtime.InteropServices;
using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Budgets;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Negentropy;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Backfill;

/// <summary>
/// The end that answers. It keeps the set of the run, its hours and the ids of the hour that is asked about, nothing else: a peer that stops
/// asking costs that much, and a new summary begins afresh.
/// </summary>
internal sealed class BackfillResponder(long link, IMeshStore store, BackfillOptions options, RefusedIds refused, HourCache cache, HourClaims claims)
{
    // A summary has the whole set looked through: what an honest peer needs (a start, its narrowings, a run a minute) and no more.
    private const double SummariesPerSecond = 0.1;
    private const double SummariesBurst = 6;

    // An honest run has each hour that it was told of looked through once; a second time is for a later version's good reason.
    private const int LoadsOfAnHourMax = 2;

    // What looking through an hour costs is paid off over time, and while more than a minute of it is owed the next run waits. 10,000 readings of as many
    // series take 70 ms of a server (SummaryBenchmark), several times that of a small board, and count 2.6 s: in the long run a peer has an eighth of a
    // core at most. A day of 6,000 an hour is free.
    private const int MsPerLoad = 100;
    private const int ItemsPerMs = 4;
    private const int OwedMsMax = 60_000;

    private static readonly Comparer<HourHash> NewestFirst = Comparer<HourHash>.Create(static (left, right) => right.Hour.CompareTo(left.Hour));

    private readonly TokenBucket _summaries = new(SummariesPerSecond, SummariesBurst);
    private readonly Dictionary<ContentId, long> _timestamps = [];
    private CommonSet? _set;
    private uint _run;
    private List<HourHash> _hours = [];
    private byte[] _loads = [];
    private long _loadsPaidMs = long.MinValue;
    private List<HourHash> _days = [];
    private ReconciliationItem[] _items = [];
    private NegentropySession? _session;
    private long? _hour;
    private Moment _started;
    private long _received;
    private long _sent;

    /// <summary>The run of the peer that ended last.</summary>
    public BackfillRun? Last { get; private set; }

    /// <summary>A question of the peer; <paramref name="isBusy"/> when this node drives a run that goes first. Not null: what is wrong with it.</summary>
    public string? Handle(Frame frame, SetLimits limits, bool isBusy, Moment now, List<MeshAction> actions)
    {
        switch (frame.BodyCase)
        {
            case Frame.BodyOneofCase.BackfillSummary:
                return TakeSummary(frame.BackfillSummary, limits, isBusy, now, actions);
            case Frame.BodyOneofCase.BackfillDaysRequest when IsOf(frame.BackfillDaysRequest.Run):
                Answer(new Frame { BackfillDays = DaysBefore(frame.BackfillDaysRequest.BeforeDay) }, actions);
                return null;
            case Frame.BodyOneofCase.BackfillHoursRequest when IsOf(frame.BackfillHoursRequest.Run):
                Answer(new Frame { BackfillHours = HoursOf(frame.BackfillHoursRequest.Day) }, actions);
                return null;
            case Frame.BodyOneofCase.BackfillRanges when IsOf(frame.BackfillRanges.Run):
                return TakeRanges(frame.BackfillRanges, now, actions);
            case Frame.BodyOneofCase.BackfillHourRequest when IsOf(frame.BackfillHourRequest.Run):
                return TakeHourRequest(frame.BackfillHourRequest, now, actions);
            case Frame.BodyOneofCase.BackfillWant when IsOf(frame.BackfillWant.Run):
                return TakeWant(frame.BackfillWant, now, actions);
            case Frame.BodyOneofCase.BackfillItems when IsOf(frame.BackfillItems.Run) && frame.BackfillItems.Batch is not null:
                actions.Add(new MeshAction.Take(link, frame.BackfillItems.Batch, BatchPurpose.Pushed));
                return null;
            case Frame.BodyOneofCase.BackfillDone when IsOf(frame.BackfillDone.Run):
                End("done", now);
                return null;
            default:
                return $"{frame.BodyCase} outside a run";
        }
    }

    /// <summary>What the peer pushed was stored, or refused: tell it which.</summary>
    public void OnStored(TakenBatch taken, Moment now, List<MeshAction> actions)
    {
        _received += taken.Stored.Count;
        var answer = new BackfillTaken { Run = _run, Skip = IsComingAnotherWay(taken, now) };
        var ids = new List<Hash256>();
        foreach (var row in taken.Refused)
        {
            if (row.Id != default)
            {
                ids.Add(row.Id.Hash);
                answer.RefusedReasons.Add((uint)row.Reason);
                refused.Add(row.Id, row.Reason);
            }
        }

        answer.RefusedIds = HashColumn.Write(ids);
        Answer(new Frame { BackfillTaken = answer }, actions);
    }

    // All of it was known, or the hour is being filled by another link: the rest would come twice.
    private bool IsComingAnotherWay(TakenBatch taken, Moment now) => taken.Stored.Count > 0
        ? claims.IsWithAnother(CellKey.HourOf(taken.Stored[0].Timestamp), link, now)
        : taken.Refused.Count == 0;

    private bool IsOf(uint run) => _set is not null && run == _run;

    private void Answer(Frame frame, List<MeshAction> actions) => actions.Add(new MeshAction.Send(link, TrafficClass.Sync, frame));

    private string? TakeSummary(BackfillSummary summary, SetLimits limits, bool isBusy, Moment now, List<MeshAction> actions)
    {
        if (summary.Hash.Length != Hash256.Size || summary.From < 0 || summary.To < summary.From || summary.To > Observation.TimestampMax)
        {
            return "the fields of a summary";
        }

        var answer = new BackfillAnswer { Run = summary.Run };
        var floor = CommonSet.FirstWholeHour(Math.Max(0, limits.Floor));
        if (isBusy || _loadsPaidMs > now.ElapsedMs + OwedMsMax || !_summaries.TryTake(1, now.ElapsedMs))
        {
            answer.Verdict = BackfillAnswer.Types.Verdict.Busy;
        }
        else if (summary.From < floor)
        {
            answer.Verdict = BackfillAnswer.Types.Verdict.Narrowed;
            answer.From = floor;
        }
        else
        {
            answer.Verdict = Compare(summary, limits, now);
            answer.Days = answer.Verdict == BackfillAnswer.Types.Verdict.Different ? DaysBefore(long.MaxValue) : null;
        }

        Answer(new Frame { BackfillAnswer = answer }, actions);
        return null;
    }

    private BackfillAnswer.Types.Verdict Compare(BackfillSummary summary, SetLimits limits, Moment now)
    {
        _run = summary.Run;
        _started = now;
        refused.OnRun(now);
        (_received, _sent) = (0, 0);
        var set = new CommonSet(summary.From, summary.To, limits.Cells);
        var hours = cache.HoursOf(set);
        if (CommonSet.HashOf(CollectionsMarshal.AsSpan(hours)) == new Hash256(summary.Hash.Span))
        {
            End("equal", now);
            return BackfillAnswer.Types.Verdict.Equal;
        }

        _set = set;
        _hours = hours;
        _days = CommonSet.DaysOf(hours);
        _loads = new byte[hours.Count];
        _hour = null;
        return BackfillAnswer.Types.Verdict.Different;
    }

    private void End(string outcome, Moment now)
    {
        _set = null;
        (_hours, _days, _loads, _items, _session) = ([], [], [], [], null);
        _timestamps.Clear();
        Last = new BackfillRun
        {
            EndedAtMs = now.UnixMs,
            Outcome = outcome,
            Received = _received,
            Sent = _sent,
            DurationMs = now.ElapsedMs - _started.ElapsedMs,
        };
    }

    private BackfillDays DaysBefore(long day)
    {
        var first = 0;
        while (first < _days.Count && _days[first].Hour >= day)
        {
            first++;
        }

        var count = Math.Min(options.DaysMax, _days.Count - first);
        var page = new BackfillDays { Run = _run, Last = first + count == _days.Count };
        var hashes = new List<Hash256>(count);
        for (var i = first; i < first + count; i++)
        {
            page.DaySteps.Add(i == first ? 0 : (uint)(_days[i - 1].Hour - _days[i].Hour));
            hashes.Add(_days[i].Hash);
        }

        page.NewestDay = count > 0 ? _days[first].Hour : 0;
        page.Hashes = HashColumn.Write(hashes);
        return page;
    }

    private BackfillHours HoursOf(long day)
    {
        var page = new BackfillHours { Run = _run, Day = day };
        var hashes = new List<Hash256>(CommonSet.HoursPerDay);
        foreach (var hour in _hours)
        {
            if (hour.Hour / CommonSet.HoursPerDay == day)
            {
                page.Hours.Add((uint)(hour.Hour % CommonSet.HoursPerDay));
                hashes.Add(hour.Hash);
            }
        }

        page.Hashes = HashColumn.Write(hashes);
        return page;
    }

    private string? TakeRanges(BackfillRanges ranges, Moment now, List<MeshAction> actions)
    {
        if (Enter(ranges.Hour, ranges.First, now) is { } problem)
        {
            return problem;
        }

        try
        {
            _session ??= new NegentropySession(_items, options.RangesBytesMax);
            var message = _session.Reconcile(ranges.Message.Span, [], [])!;
            var answer = new BackfillRanges { Run = _run, Hour = ranges.Hour, Message = UnsafeByteOperations.UnsafeWrap(message), IsAnswer = true };
            Answer(new Frame { BackfillRanges = answer }, actions);
            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }

    private string? TakeHourRequest(BackfillHourRequest request, Moment now, List<MeshAction> actions)
    {
        if (Enter(request.Hour, request.Skip == 0, now) is { } problem)
        {
            return problem;
        }

        if (request.Skip > _items.Length)
        {
            return "a request for more than an hour has";
        }

        var rest = _items.AsSpan((int)request.Skip);
        var packed = PackedItems.Of(store, rest[..Math.Min(rest.Length, options.HourItemsMax)], refused, options.ItemsBytesMax);
        _sent += packed.Batch?.RowValues.Count ?? 0;
        var answer = new BackfillItems { Run = _run, Batch = packed.Batch, Covered = (uint)packed.Covered, Last = packed.Covered == rest.Length };
        Answer(new Frame { BackfillItems = answer }, actions);
        return null;
    }

    // The items of one hour are kept, those of one that was named to the peer. Not null: what is wrong.
    private string? Enter(long hour, bool isFirst, Moment now)
    {
        if (hour == _hour && !isFirst)
        {
            return null;
        }

        var at = _hours.BinarySearch(new HourHash(hour, default), NewestFirst);
        if (at < 0)
        {
            return "an hour outside the set";
        }

        if (++_loads[at] > LoadsOfAnHourMax)
        {
            return $"an hour is begun more than {LoadsOfAnHourMax} times in a run";
        }

        _hour = hour;
        _items = [.. _set!.ItemsOf(store, hour)];
        _loadsPaidMs = Math.Max(_loadsPaidMs, now.ElapsedMs) + MsPerLoad + (_items.Length / ItemsPerMs);
        _session = null;
        _timestamps.Clear();
        return null;
    }

    private string? TakeWant(BackfillWant want, Moment now, List<MeshAction> actions)
    {
        var count = want.Ids.Length / Hash256.Size;
        if (count == 0 || count > options.WantMax || !HashColumn.HasLength(want.Ids, count))
        {
            return "the fields of a want";
        }

        if (Enter(want.Hour, isFirst: false, now) is { } problem)
        {
            return problem;
        }

        if (_timestamps.Count == 0)
        {
            foreach (var item in _items)
            {
                _timestamps.Add(item.ContentId, item.Timestamp);
            }
        }

        var items = new ReconciliationItem[count];
        for (var at = 0; at < count; at++)
        {
            // What is not of the hour is not found, and counts as dealt with.
            var id = new ContentId(HashColumn.At(want.Ids, at));
            items[at] = new ReconciliationItem(_timestamps.GetValueOrDefault(id), id);
        }

        var packed = PackedItems.Of(store, items, refused, options.ItemsBytesMax);
        _sent += packed.Batch?.RowValues.Count ?? 0;
        Answer(new Frame { BackfillItems = new BackfillItems { Run = _run, Batch = packed.Batch, Covered = (uint)packed.Covered } }, actions);
        return null;
    }
}
