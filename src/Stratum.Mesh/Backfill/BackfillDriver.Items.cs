using System.Runtime.InteropServices;
using Google.Protobuf;
using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Negentropy;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Backfill;

/// <summary>One hour: rounds of Negentropy, and after each what is missing here, then what is missing there.</summary>
internal sealed partial class BackfillDriver
{
    private readonly List<ContentId> _wanted = [];
    private readonly List<ReconciliationItem> _offered = [];
    private NegentropySession? _session;
    private byte[]? _nextRanges;
    private int _rounds;
    private int _covered;
    private int _pushed;
    private int _skip;
    private bool _hourGoesOn;

    private void AskRanges(byte[] message, Moment now, List<MeshAction> actions, bool first = false) => Ask(
        State.AwaitRanges,
        new Frame { BackfillRanges = new BackfillRanges { Run = _run, Hour = _hour, Message = UnsafeByteOperations.UnsafeWrap(message), First = first } },
        now,
        actions);

    private string? TakeRanges(BackfillRanges ranges, Moment now, List<MeshAction> actions)
    {
        if (ranges.Hour != _hour || ++_rounds > options.RoundsMax)
        {
            return ranges.Hour != _hour ? "ranges of another hour" : $"{options.RoundsMax} rounds about one hour";
        }

        var have = new List<ReconciliationItem>();
        try
        {
            _nextRanges = _session!.Reconcile(ranges.Message.Span, have, _wanted);
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }

        OfferAll(have);
        _wanted.RemoveAll(refused.Contains);
        NextWant(now, actions);
        return null;
    }

    private void AskHour(Moment now, List<MeshAction> actions) => Ask(
        State.AwaitItems,
        new Frame { BackfillHourRequest = new BackfillHourRequest { Run = _run, Hour = _hour, Skip = (uint)_skip } },
        now,
        actions);

    private void OfferAll(IReadOnlyList<ReconciliationItem> items)
    {
        foreach (var item in items)
        {
            if (!refused.Contains(item.ContentId))
            {
                _offered.Add(item);
            }
        }
    }

    private void NextWant(Moment now, List<MeshAction> actions)
    {
        if (_wanted.Count == 0)
        {
            NextOffer(now, actions);
            return;
        }

        var ids = new List<Hash256>(options.WantMax);
        foreach (var id in CollectionsMarshal.AsSpan(_wanted)[..Math.Min(_wanted.Count, options.WantMax)])
        {
            ids.Add(id.Hash);
        }

        Ask(State.AwaitItems, new Frame { BackfillWant = new BackfillWant { Run = _run, Hour = _hour, Ids = HashColumn.Write(ids) } }, now, actions);
    }

    private string? TakeItems(BackfillItems items, Moment now, List<MeshAction> actions)
    {
        // Without wanted ids an hour is on its way that this node has nothing of.
        var isHour = _wanted.Count == 0;
        var coveredMax = isHour ? options.HourItemsMax : Math.Min(_wanted.Count, options.WantMax);
        if (isHour && ++_rounds > options.RoundsMax)
        {
            return $"{options.RoundsMax} parts of one hour";
        }

        if (items.Covered > coveredMax || (items.Covered == 0 && !(isHour && items.Last)) || items.Batch?.RowValues.Count > items.Covered)
        {
            return "observations that were not asked for";
        }

        _covered = (int)items.Covered;
        // What the peer announced and did not send may come another time.
        _hourMayChange |= !isHour && (items.Batch?.RowValues.Count ?? 0) < items.Covered;
        _hourGoesOn = isHour && !items.Last;
        if (items.Batch is { } batch)
        {
            _state = State.Storing;
            actions.Add(new MeshAction.Take(link, batch, BatchPurpose.Wanted));
        }
        else
        {
            AfterItems(now, actions);
        }

        return null;
    }

    /// <summary>What the peer sent was stored, or refused.</summary>
    public void OnStored(TakenBatch taken, Moment now, List<MeshAction> actions)
    {
        if (_state != State.Storing)
        {
            return;
        }

        _received += taken.Stored.Count;
        _hourMayChange |= taken.Stored.Count > 0 || taken.DuplicateSigners.Count > 0;
        foreach (var row in taken.Refused)
        {
            _hourMayChange |= !RefusedIds.Remembers(row.Reason);
            refused.Add(row.Id, row.Reason);
        }

        AfterItems(now, actions);
    }

    private void AfterItems(Moment now, List<MeshAction> actions)
    {
        if (_hourGoesOn)
        {
            _skip += _covered;
            AskHour(now, actions);
            return;
        }

        _wanted.RemoveRange(0, Math.Min(_covered, _wanted.Count));
        NextWant(now, actions);
    }

    private void NextOffer(Moment now, List<MeshAction> actions)
    {
        while (_offered.Count > 0)
        {
            var packed = PackedItems.Of(store, CollectionsMarshal.AsSpan(_offered), refused, options.ItemsBytesMax);
            _offered.RemoveRange(0, packed.Covered);
            if (packed.Batch is { } batch)
            {
                _pushed = batch.RowValues.Count;
                _sent += _pushed;
                Ask(State.AwaitTaken, new Frame { BackfillItems = new BackfillItems { Run = _run, Batch = batch } }, now, actions);
                return;
            }
        }

        if (_nextRanges is { } ranges)
        {
            _nextRanges = null;
            AskRanges(ranges, now, actions);
            return;
        }

        _session = null;
        EndHour(now, actions);
    }

    private string? TakeTaken(BackfillTaken taken, Moment now, List<MeshAction> actions)
    {
        if (!HashColumn.HasLength(taken.RefusedIds, taken.RefusedReasons.Count))
        {
            return "the columns of refused ids";
        }

        var remembered = 0;
        for (var i = 0; i < taken.RefusedReasons.Count; i++)
        {
            var reason = RejectReasons.FromWire(taken.RefusedReasons[i]);
            refused.Add(new ContentId(HashColumn.At(taken.RefusedIds, i)), reason);
            remembered += RefusedIds.Remembers(reason) ? 1 : 0;
        }

        _hourMayChange |= remembered < _pushed;
        if (taken.Skip)
        {
            _offered.Clear();
            _left++;
        }

        NextOffer(now, actions);
        return null;
    }
}
