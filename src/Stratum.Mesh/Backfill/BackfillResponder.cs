using System.Runtime.InteropServices;
using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Backfill;

/// <summary>
/// The end that answers. It keeps the set of the run, its hours and the ids of the hour that is asked about, nothing else: a peer that stops
/// asking costs that much, and a new summary begins afresh.
/// </summary>
internal sealed class BackfillResponder(long link, IMeshStore store, BackfillOptions options, RefusedIds refused)
{
    private CommonSet? _set;
    private uint _run;
    private List<HourHash> _hours = [];
    private List<ReconciliationItem> _items = [];
    private long _hour = long.MinValue;
    private Moment _started;
    private long _received;
    private long _sent;

    /// <summary>The run of the peer that ended last.</summary>
    public BackfillRun? Last { get; private set; }

    /// <summary>A question of the peer; <paramref name="isBusy"/> when this node drives a run that goes first. Not null: what is wrong with it.</summary>
    public string? Handle(Frame frame, int versionMax, bool isBusy, Moment now, List<MeshAction> actions)
    {
        switch (frame.BodyCase)
        {
            case Frame.BodyOneofCase.BackfillSummary:
                return TakeSummary(frame.BackfillSummary, versionMax, isBusy, now, actions);
            case Frame.BodyOneofCase.BackfillHoursRequest when IsOf(frame.BackfillHoursRequest.Run):
                Answer(new Frame { BackfillHours = HoursBefore(frame.BackfillHoursRequest.BeforeHour) }, actions);
                return null;
            case Frame.BodyOneofCase.BackfillCells when IsOf(frame.BackfillCells.Run):
                return TakeCells(frame.BackfillCells, actions);
            case Frame.BodyOneofCase.BackfillIdsRequest when IsOf(frame.BackfillIdsRequest.Run):
                return TakeIdsRequest(frame.BackfillIdsRequest, actions);
            case Frame.BodyOneofCase.BackfillWant when IsOf(frame.BackfillWant.Run):
                return TakeWant(frame.BackfillWant, actions);
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
    public void OnStored(TakenBatch taken, List<MeshAction> actions)
    {
        _received += taken.Stored.Count;
        var answer = new BackfillTaken { Run = _run };
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

    private bool IsOf(uint run) => _set is not null && run == _run;

    private void Answer(Frame frame, List<MeshAction> actions) => actions.Add(new MeshAction.Send(link, TrafficClass.Sync, frame));

    private string? TakeSummary(BackfillSummary summary, int versionMax, bool isBusy, Moment now, List<MeshAction> actions)
    {
        if (summary.Hash.Length != Hash256.Size || summary.From < 0 || summary.To < summary.From || summary.To > Observation.TimestampMax)
        {
            return "the fields of a summary";
        }

        var answer = new BackfillAnswer { Run = summary.Run };
        var floor = CommonSet.FirstWholeHour(store.RetentionFloor);
        if (isBusy)
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
            answer.Verdict = Compare(summary, versionMax, now);
        }

        Answer(new Frame { BackfillAnswer = answer }, actions);
        return null;
    }

    private BackfillAnswer.Types.Verdict Compare(BackfillSummary summary, int versionMax, Moment now)
    {
        _run = summary.Run;
        _started = now;
        (_received, _sent) = (0, 0);
        var set = new CommonSet(summary.From, summary.To, versionMax);
        var hours = set.Hours(store);
        if (CommonSet.HashOf(hours) == new Hash256(summary.Hash.Span))
        {
            End("equal", now);
            return BackfillAnswer.Types.Verdict.Equal;
        }

        _set = set;
        _hours = hours;
        _hour = long.MinValue;
        return BackfillAnswer.Types.Verdict.Different;
    }

    private void End(string outcome, Moment now)
    {
        _set = null;
        _hours = [];
        _items = [];
        Last = new BackfillRun
        {
            EndedAtMs = now.UnixMs,
            Outcome = outcome,
            Received = _received,
            Sent = _sent,
            DurationMs = now.ElapsedMs - _started.ElapsedMs,
        };
    }

    private BackfillHours HoursBefore(long hour)
    {
        var first = 0;
        while (first < _hours.Count && _hours[first].Hour >= hour)
        {
            first++;
        }

        var count = Math.Min(options.HoursMax, _hours.Count - first);
        var page = new BackfillHours { Run = _run, Last = first + count == _hours.Count };
        var sums = new List<Hash256>(count);
        for (var i = first; i < first + count; i++)
        {
            page.HourSteps.Add(i == first ? 0 : (uint)(_hours[i - 1].Hour - _hours[i].Hour));
            sums.Add(_hours[i].Hash);
        }

        page.NewestHour = count > 0 ? _hours[first].Hour : 0;
        page.Sums = HashColumn.Write(sums);
        return page;
    }

    private string? TakeCells(BackfillCells question, List<MeshAction> actions)
    {
        if (question.Hour < _set!.From / CommonSet.SecondsPerHour || question.Hour > _set.To / CommonSet.SecondsPerHour
            || question.Cells.Count > options.CellsMax
            || question.Cells.Any(cell => cell.Sum.Length != Hash256.Size || cell.Geohash.Length > CommonSet.GeohashCharacters))
        {
            return "the cells of an hour";
        }

        var own = _set.SumsOf(store, question.Hour);
        var differing = question.TooMany ? [] : Differing(question, own);
        var all = question.TooMany || differing.Count > options.CellsMax;
        _hour = question.Hour;
        _items = _set.Items(store, all ? own.Select(cell => cell.Key) : differing);
        var page = IdsFrom(0);
        page.AllCells = all;
        if (!all)
        {
            page.Cells.AddRange(differing.Select(key => new Cell { PayloadVersion = (uint)key.PayloadVersion, Geohash = key.Geohash }));
        }

        // Cells and ids share the frame; what the cells take is given up on this page only.
        while (page.CalculateSize() > options.ItemsBytesMax && page.Seconds.Count > 1)
        {
            TrimHalf(page);
        }

        Answer(new Frame { BackfillIds = page }, actions);
        return null;
    }

    private static List<CellKey> Differing(BackfillCells question, List<CellSum> held)
    {
        var own = held.ToDictionary(cell => cell.Key, cell => cell.Sum);
        var differing = new List<CellKey>();
        foreach (var cell in question.Cells)
        {
            var key = new CellKey(question.Hour, (int)Math.Min(cell.PayloadVersion, int.MaxValue), cell.Geohash);
            if (!own.Remove(key, out var sum) || sum != new Hash256(cell.Sum.Span))
            {
                differing.Add(key);
            }
        }

        differing.AddRange(own.Keys);
        return differing;
    }

    private BackfillIds IdsFrom(int first)
    {
        var shown = CollectionsMarshal.AsSpan(_items)[first..Math.Min(_items.Count, first + options.IdsMax)];
        var page = new BackfillIds
        {
            Run = _run,
            Hour = _hour,
            Ids = IdColumns.Write(shown, _hour, out var seconds),
            Last = first + shown.Length == _items.Count,
        };
        page.Seconds.AddRange(seconds);
        return page;
    }

    private static void TrimHalf(BackfillIds page)
    {
        var keep = page.Seconds.Count / 2;
        var seconds = page.Seconds.Take(keep).ToArray();
        page.Seconds.Clear();
        page.Seconds.AddRange(seconds);
        page.Ids = Google.Protobuf.ByteString.CopyFrom(page.Ids.Span[..(keep * Hash256.Size)]);
        page.Last = false;
    }

    private string? TakeIdsRequest(BackfillIdsRequest request, List<MeshAction> actions)
    {
        if (request.AfterId.Length != Hash256.Size || request.AfterSecond >= CommonSet.SecondsPerHour || request.Hour != _hour)
        {
            return "the fields of a request for ids";
        }

        var after = new ReconciliationItem(
            (_hour * CommonSet.SecondsPerHour) + request.AfterSecond, new ContentId(new Hash256(request.AfterId.Span)));
        var found = _items.BinarySearch(after);
        Answer(new Frame { BackfillIds = IdsFrom(found >= 0 ? found + 1 : ~found) }, actions);
        return null;
    }

    private string? TakeWant(BackfillWant want, List<MeshAction> actions)
    {
        var items = new List<ReconciliationItem>(want.Seconds.Count);
        var problem = want.Hour is < 0 or > Observation.TimestampMax / CommonSet.SecondsPerHour
            ? "the hour of wanted ids"
            : IdColumns.Read(want.Seconds, want.Ids, want.Hour, null, options.WantMax, items);
        if (problem is not null || items.Count == 0)
        {
            return problem ?? "a want without ids";
        }

        var packed = PackedItems.Of(store, CollectionsMarshal.AsSpan(items), refused, options.ItemsBytesMax);
        _sent += packed.Batch?.RowValues.Count ?? 0;
        Answer(new Frame { BackfillItems = new BackfillItems { Run = _run, Batch = packed.Batch, Covered = (uint)packed.Covered } }, actions);
        return null;
    }
}
