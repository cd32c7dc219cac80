using System.Runtime.InteropServices;
using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Backfill;

/// <summary>One hour: pages of ids, then for each page what is missing here, then what is missing there.</summary>
internal sealed partial class BackfillDriver
{
    private readonly List<ReconciliationItem> _wanted = [];
    private readonly List<ReconciliationItem> _offered = [];
    private List<ReconciliationItem> _ownItems = [];
    private int _ownItemsAt;
    private ReconciliationItem? _after;
    private bool _lastPage;
    private int _covered;

    private string? TakeIds(BackfillIds page, Moment now, List<MeshAction> actions)
    {
        var theirs = new List<ReconciliationItem>(page.Seconds.Count);
        var problem = IdColumns.Read(page.Seconds, page.Ids, _hour, _after, options.IdsMax, theirs);
        if (problem is not null || (theirs.Count == 0 && !page.Last) || page.Cells.Count > options.CellsMax
            || page.Cells.Any(cell => cell.Geohash.Length > CommonSet.GeohashCharacters))
        {
            return problem ?? "a page of ids that is neither full nor the last";
        }

        if (_after is null)
        {
            _ownItems = _set.Items(store, CellsOf(page));
            _ownItemsAt = 0;
        }

        Compare(theirs, page.Last);
        _lastPage = page.Last;
        _after = theirs.Count > 0 ? theirs[^1] : _after;
        NextWant(now, actions);
        return null;
    }

    private IEnumerable<CellKey> CellsOf(BackfillIds page) => page.AllCells
        ? _hourCells.Select(cell => cell.Key)
        : page.Cells.Select(cell => new CellKey(_hour, (int)Math.Min(cell.PayloadVersion, int.MaxValue), cell.Geohash)).Distinct();

    // Both lists are in order of (timestamp, id): one pass finds what either end lacks.
    private void Compare(List<ReconciliationItem> theirs, bool isLast)
    {
        foreach (var item in theirs)
        {
            while (_ownItemsAt < _ownItems.Count && _ownItems[_ownItemsAt] < item)
            {
                Offer(_ownItems[_ownItemsAt++]);
            }

            if (_ownItemsAt < _ownItems.Count && _ownItems[_ownItemsAt] == item)
            {
                _ownItemsAt++;
            }
            else if (!refused.Contains(item.ContentId) && !store.Contains(item.ContentId, item.Timestamp))
            {
                _wanted.Add(item);
            }
        }

        while (isLast && _ownItemsAt < _ownItems.Count)
        {
            Offer(_ownItems[_ownItemsAt++]);
        }
    }

    private void Offer(ReconciliationItem item)
    {
        if (!refused.Contains(item.ContentId))
        {
            _offered.Add(item);
        }
    }

    private void NextWant(Moment now, List<MeshAction> actions)
    {
        if (_wanted.Count == 0)
        {
            NextOffer(now, actions);
            return;
        }

        var asked = CollectionsMarshal.AsSpan(_wanted)[..Math.Min(_wanted.Count, options.WantMax)];
        var want = new BackfillWant { Run = _run, Hour = _hour, Ids = IdColumns.Write(asked, _hour, out var seconds) };
        want.Seconds.AddRange(seconds);
        Ask(State.AwaitItems, new Frame { BackfillWant = want }, now, actions);
    }

    private string? TakeItems(BackfillItems items, Moment now, List<MeshAction> actions)
    {
        if (items.Covered == 0 || items.Covered > Math.Min(_wanted.Count, options.WantMax) || items.Batch?.RowValues.Count > items.Covered)
        {
            return "observations that were not asked for";
        }

        _covered = (int)items.Covered;
        if (items.Batch is { } batch)
        {
            _state = State.Storing;
            actions.Add(new MeshAction.Take(link, batch, BatchPurpose.Wanted));
        }
        else
        {
            _wanted.RemoveRange(0, _covered);
            NextWant(now, actions);
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
        foreach (var row in taken.Refused)
        {
            refused.Add(row.Id, row.Reason);
        }

        _wanted.RemoveRange(0, _covered);
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
                _sent += batch.RowValues.Count;
                Ask(State.AwaitTaken, new Frame { BackfillItems = new BackfillItems { Run = _run, Batch = batch } }, now, actions);
                return;
            }
        }

        if (_lastPage)
        {
            _ownItems = [];
            NextHour(now, actions);
            return;
        }

        var after = _after!.Value;
        var next = new BackfillIdsRequest
        {
            Run = _run,
            Hour = _hour,
            AfterSecond = IdColumns.SecondOf(after, _hour),
            AfterId = HashColumn.Of(after.ContentId.Hash)
        };
        Ask(State.AwaitIds, new Frame { BackfillIdsRequest = next }, now, actions);
    }

    private string? TakeTaken(BackfillTaken taken, Moment now, List<MeshAction> actions)
    {
        if (!HashColumn.HasLength(taken.RefusedIds, taken.RefusedReasons.Count))
        {
            return "the columns of refused ids";
        }

        for (var i = 0; i < taken.RefusedReasons.Count; i++)
        {
            refused.Add(new ContentId(HashColumn.At(taken.RefusedIds, i)), RejectReasons.FromWire(taken.RefusedReasons[i]));
        }

        NextOffer(now, actions);
        return null;
    }
}
