using Stratum.Mesh.Engine;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Backfill;

/// <summary>From pages of hours to the hours that differ, one after the other.</summary>
internal sealed partial class BackfillDriver
{
    private List<HourHash> _ownHours = [];
    private int _ownHoursAt;
    private List<HourHash> _theirHours = [];
    private int _theirHoursAt;
    private long _beforeHour;
    private bool _lastHours;
    private long _hour;

    private void AskHours(Moment now, List<MeshAction> actions) => Ask(
        State.AwaitHours,
        new Frame { BackfillHoursRequest = new BackfillHoursRequest { Run = _run, BeforeHour = _beforeHour } },
        now,
        actions);

    private string? TakeHours(BackfillHours page, Moment now, List<MeshAction> actions)
    {
        var problem = ReadHours(page);
        if (problem is null)
        {
            NextHour(now, actions);
        }

        return problem;
    }

    private string? ReadHours(BackfillHours page)
    {
        var count = page.HourSteps.Count;
        if (count > options.HoursMax || !HashColumn.HasLength(page.Sums, count) || (count == 0 && !page.Last))
        {
            return "the columns of a page of hours";
        }

        var hours = new List<HourHash>(count);
        var hour = page.NewestHour;
        for (var i = 0; i < count; i++)
        {
            hour -= page.HourSteps[i];
            if (hour >= _beforeHour || hour < _set.From / CommonSet.SecondsPerHour || (i > 0 && page.HourSteps[i] == 0))
            {
                return "hours out of order or out of the set";
            }

            hours.Add(new HourHash(hour, HashColumn.At(page.Sums, i)));
        }

        _theirHours = hours;
        _theirHoursAt = 0;
        _lastHours = page.Last;
        _beforeHour = page.Last ? long.MinValue : hour;
        return null;
    }

    // Both lists run from new to old; an hour that only one of them has differs, too.
    private void NextHour(Moment now, List<MeshAction> actions)
    {
        while (true)
        {
            var own = _ownHoursAt < _ownHours.Count ? _ownHours[_ownHoursAt] : default(HourHash?);
            var theirs = _theirHoursAt < _theirHours.Count ? _theirHours[_theirHoursAt] : default(HourHash?);
            // Own hours older than the page wait for the page that covers them.
            if (own is { } o && o.Hour < _beforeHour)
            {
                own = null;
            }

            if (own is null && theirs is null)
            {
                if (_lastHours)
                {
                    Finish(now, actions);
                }
                else
                {
                    AskHours(now, actions);
                }

                return;
            }

            var hour = Math.Max(own?.Hour ?? long.MinValue, theirs?.Hour ?? long.MinValue);
            var isOwn = own?.Hour == hour;
            var isTheirs = theirs?.Hour == hour;
            _ownHoursAt += isOwn ? 1 : 0;
            _theirHoursAt += isTheirs ? 1 : 0;
            if (isOwn && isTheirs && own!.Value.Hash == theirs!.Value.Hash)
            {
                continue;
            }

            _hour = hour;
            _hoursDiffering++;
            BeginHour(isTheirs, now, actions);
            return;
        }
    }

    private void BeginHour(bool peerHasSome, Moment now, List<MeshAction> actions)
    {
        var cells = _hourCells = _set.SumsOf(store, _hour);
        _ownItemsAt = 0;
        _lastPage = false;
        _after = null;
        if (!peerHasSome)
        {
            // All of it is missing there: no ids need to be compared.
            _lastPage = true;
            _offered.AddRange(_set.Items(store, cells.Select(cell => cell.Key)));
            NextOffer(now, actions);
            return;
        }

        var question = new BackfillCells { Run = _run, Hour = _hour, TooMany = cells.Count > options.CellsMax };
        if (!question.TooMany)
        {
            question.Cells.AddRange(cells.Select(cell => new Cell
            {
                PayloadVersion = (uint)cell.Key.PayloadVersion,
                Geohash = cell.Key.Geohash,
                Sum = HashColumn.Of(cell.Sum),
            }));
        }

        Ask(State.AwaitIds, new Frame { BackfillCells = question }, now, actions);
    }
}
