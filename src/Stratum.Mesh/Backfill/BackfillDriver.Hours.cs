using Google.Protobuf;
using Google.Protobuf.Collections;
using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Negentropy;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Backfill;

/// <summary>From pages of days to the hours that differ, one after the other, newest first.</summary>
internal sealed partial class BackfillDriver
{
    private readonly DifferingHashes _days = new();
    private readonly DifferingHashes _hours = new();
    private readonly SettledHashes _settledDays = new(options.SettledDaysMax);
    private readonly SettledHashes _settledHours = new(options.SettledDaysMax * CommonSet.HoursPerDay);
    private long _settledOn = long.MinValue;
    private List<HourHash> _ownHours = [];
    private long _beforeDay;
    private bool _lastDays;
    private DifferingHash _dayPair;
    private DifferingHash _hourPair;
    private bool _dayMayChange;
    private bool _hourMayChange;
    private long _day;
    private long _hour;

    private string? TakeDays(BackfillDays page, Moment now, List<MeshAction> actions)
    {
        var days = new List<HourHash>(Math.Min(page.DaySteps.Count, options.DaysMax));
        if (page.DaySteps.Count > options.DaysMax || (page.DaySteps.Count == 0 && !page.Last)
            || !TryRead(page.DaySteps, page.Hashes, page.NewestDay, _set.From / SecondsPerDay, _beforeDay, days))
        {
            return "the columns of a page of days";
        }

        _lastDays = page.Last;
        _beforeDay = page.Last ? long.MinValue : days[^1].Hour;
        _days.Take(days, _beforeDay);
        NextDay(now, actions);
        return null;
    }

    private static bool TryRead(RepeatedField<uint> steps, ByteString hashes, long newest, long oldest, long before, List<HourHash> read)
    {
        if (!HashColumn.HasLength(hashes, steps.Count))
        {
            return false;
        }

        for (var i = 0; i < steps.Count; i++)
        {
            newest -= steps[i];
            if (newest >= before || newest < oldest || (i > 0 && steps[i] == 0))
            {
                return false;
            }

            read.Add(new HourHash(newest, HashColumn.At(hashes, i)));
        }

        return true;
    }

    private void NextDay(Moment now, List<MeshAction> actions)
    {
        var next = _days.Next();
        while (next is { } known && _settledDays.Contains(known))
        {
            next = _days.Next();
        }

        if (next is not { } day)
        {
            if (_lastDays)
            {
                Finish(now, actions);
            }
            else
            {
                Ask(State.AwaitDays, new Frame { BackfillDaysRequest = new BackfillDaysRequest { Run = _run, BeforeDay = _beforeDay } }, now, actions);
            }

            return;
        }

        (_day, _dayPair, _dayMayChange) = (day.Number, day, false);
        _hours.Begin(_ownHours.FindAll(hour => hour.Hour / CommonSet.HoursPerDay == _day));
        if (day.Theirs is not null)
        {
            Ask(State.AwaitHours, new Frame { BackfillHoursRequest = new BackfillHoursRequest { Run = _run, Day = _day } }, now, actions);
        }
        else
        {
            _hours.Take([], long.MinValue);
            NextHour(now, actions);
        }
    }

    private string? TakeHours(BackfillHours page, Moment now, List<MeshAction> actions)
    {
        if (page.Day != _day || page.Hours.Count > CommonSet.HoursPerDay || !HashColumn.HasLength(page.Hashes, page.Hours.Count))
        {
            return "the columns of a day's hours";
        }

        var hours = new List<HourHash>(page.Hours.Count);
        for (var i = 0; i < page.Hours.Count; i++)
        {
            if (page.Hours[i] >= CommonSet.HoursPerDay || (i > 0 && page.Hours[i] >= page.Hours[i - 1]))
            {
                return "hours out of order or out of their day";
            }

            hours.Add(new HourHash((_day * CommonSet.HoursPerDay) + page.Hours[i], HashColumn.At(page.Hashes, i)));
        }

        _hours.Take(hours, long.MinValue);
        NextHour(now, actions);
        return null;
    }

    private void NextHour(Moment now, List<MeshAction> actions)
    {
        while (_hours.Next() is { } hour)
        {
            if (_settledHours.Contains(hour))
            {
                continue;
            }

            if (!claims.TryClaim(hour.Number, link, now))
            {
                _left++;
                _dayMayChange = true;
                continue;
            }

            // Other links may have brought some of it since the run began, or all.
            hour = hour with { Own = _set.HashOf(store, hour.Number) };
            if (hour.Own == hour.Theirs)
            {
                _dayMayChange = true;
                continue;
            }

            BeginHour(hour, now, actions);
            return;
        }

        claims.Release(link);
        if (!_dayMayChange)
        {
            _settledDays.Add(_dayPair);
        }

        NextDay(now, actions);
    }

    private void BeginHour(DifferingHash hour, Moment now, List<MeshAction> actions)
    {
        (_hour, _hourPair, _hourMayChange) = (hour.Number, hour, false);
        _hoursDiffering++;
        _rounds = 0;
        if (hour.Theirs is null)
        {
            // All of it is missing there: no ids need to be compared.
            OfferAll(_set.ItemsOf(store, _hour));
            NextOffer(now, actions);
        }
        else if (hour.Own is null)
        {
            _skip = 0;
            AskHour(now, actions);
        }
        else
        {
            IReadOnlyList<ReconciliationItem> items = _set.ItemsOf(store, _hour);
            _session = new NegentropySession(items.ToArray(), options.RangesBytesMax);
            AskRanges(_session.Initiate(), now, actions, first: true);
        }
    }

    private void EndHour(Moment now, List<MeshAction> actions)
    {
        if (_hourMayChange)
        {
            _dayMayChange = true;
        }
        else
        {
            _settledHours.Add(_hourPair);
        }

        NextHour(now, actions);
    }
}
