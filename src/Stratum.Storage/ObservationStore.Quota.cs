namespace Stratum.Storage;

/// <summary>
/// What leaves a store that is over its quota: the oldest of unknown signers, then the oldest of trusted ones. One's own stays, and nothing of others is taken
/// any more, unless the operator has said that it may go.
/// </summary>
public sealed partial class ObservationStore
{
    // What a merge needs beside its result: sections and the file system's own.
    private const long MergeSlackBytes = 16L << 20;

    private const int SpaceSeconds = 5;

    /// <summary>Part of the quota, in percent, at which one's own alone is reason to warn: months before it is full.</summary>
    private const int OwnWarningPercent = 80;

    /// <summary>Of the quota, what leaves at once when one's own must: a table of years is not written anew for each day.</summary>
    private const int OwnStepFraction = 32;

    private TableHandle[]? _spaceSeen;
    private long _spaceSeenAt;
    private bool _refusesOthers;
    private volatile string? _quotaWarning;

    private void RetireByQuota()
    {
        if (_options.DiskQuotaBytes == 0 || _merge is not null || !IsSpaceDue())
        {
            return;
        }

        WarnOfOwn();
        var used = UsedBytes();
        if (used <= _options.DiskQuotaBytes)
        {
            _refusesOthers = false;
            return;
        }

        // Whatever is done now may not be enough: look again at once.
        _spaceSeen = null;
        var why = $"the store's {used >> 20} MiB are over its quota of {_options.DiskQuotaBytes >> 20} MiB";
        if (!TakeOldest(ObservationClass.Unknown, why) && !TakeOldest(ObservationClass.Trusted, why) && !TakeOwn(used, why))
        {
            _spaceSeen = _view.Tables;
            RefuseOthers($"{why}, and only own observations are left, which are kept");
        }
    }

    // Asked when tables have changed, and every few seconds.
    private bool IsSpaceDue()
    {
        if (ReferenceEquals(_spaceSeen, _view.Tables) && _time.GetElapsedTime(_spaceSeenAt).TotalSeconds < SpaceSeconds)
        {
            return false;
        }

        (_spaceSeen, _spaceSeenAt) = (_view.Tables, _time.GetTimestamp());
        return true;
    }

    private long UsedBytes() => _wal.TotalBytes + _view.Tables.Sum(static table => table.Reader.FileBytes);

    // Not by a clock that is ahead: today stays.
    private long Today() => UtcDay.Of(Math.Max(0, Math.Min(_time.GetUtcNow().ToUnixTimeSeconds(), _clock.Present)));

    /// <summary>Gives up the oldest day that has rows of a class of others; of trusted signers not today. False when there is none.</summary>
    private bool TakeOldest(ObservationClass owner, string why)
    {
        foreach (var table in _view.Tables)
        {
            var day = table.Reader.Record.Day;
            if (table.Reader.Record.IsKept || ClassesOf(table)[owner].Bytes == 0 || (owner == ObservationClass.Trusted && day >= Today()))
            {
                continue;
            }

            var tables = MergeChoice.DayOf(_view, day);
            var floor = UtcDay.Start(day + 1);
            var floors = Floors;
            var after = owner == ObservationClass.Trusted ? floors with { Trusted = floor } : floors with { Unknown = floor };
            if (Array.Exists(tables, other => ClassesOf(other).HasKept(after)) && !HasRoom(tables))
            {
                // What is left of the day has no place to be written to: wait until it has, and let nothing else go in its stead.
                _spaceSeen = _view.Tables;
                RefuseOthers($"{why}, and there is no room to write {DayText(UtcDay.Start(day))} anew");
                return true;
            }

            Take(owner, day, floor, why);
            return true;
        }

        return false;
    }

    // First the promise that none of them comes back, then the work.
    private void Take(ObservationClass owner, long day, long floor, string why)
    {
        if (_view.MemtableOf(day) is { } memtable)
        {
            Flush(memtable);
        }

        var before = Floors;
        ref var held = ref owner == ObservationClass.Trusted ? ref _trustedFloor : ref _unknownFloor;
        Interlocked.Exchange(ref held, Math.Max(held, floor));
        _options.OnNotice?.Invoke(
            $"{why}: observations of {(owner == ObservationClass.Trusted ? "trusted" : "unknown")} signers before {DayText(floor)} are dropped");
        DropExpired(before, why);
        if (MergeChoice.DayOf(_view, day) is { Length: > 0 } rest)
        {
            StartMerge(rest);
        }
    }

    // With own_quota = "delete" alone. Today stays.
    private bool TakeOwn(long used, string why)
    {
        if (_options.OwnQuota != OwnQuota.Delete || _view.Tables is not [var oldest, ..])
        {
            return false;
        }

        var need = used - _options.DiskQuotaBytes + (_options.DiskQuotaBytes / OwnStepFraction);
        var record = oldest.Reader.Record;
        var days = Math.Max(1, record.LastDay - record.Day + 1);
        var share = Math.Clamp(Math.Ceiling((double)days * need / oldest.Reader.FileBytes), 1, days);
        var cut = Math.Min(record.Day + (HasRoom([oldest]) ? (long)share : days), Today());
        if (cut <= record.Day)
        {
            return false;
        }

        var before = Floors;
        Interlocked.Exchange(ref _ownFloor, Math.Max(_ownFloor, UtcDay.Start(cut)));
        _options.OnNotice?.Invoke($"{why}, and nothing of others is left: own observations before {DayText(_ownFloor)} are deleted (own_quota = \"delete\")");
        DropExpired(before, why);
        return true;
    }

    private void RefuseOthers(string why)
    {
        if (!_refusesOthers)
        {
            _refusesOthers = true;
            _options.OnNotice?.Invoke(
                $"{why}: no observation of others is taken; raise [db_limits] disk_quota_mb, or set own_quota = \"delete\"");
        }
    }

    private void WarnOfOwn()
    {
        var own = OwnBytes(_view);
        var bound = _options.DiskQuotaBytes / 100 * OwnWarningPercent;
        var warning = own < bound
            ? null
            : $"own observations take {own >> 20} MiB of the quota of {_options.DiskQuotaBytes >> 20} MiB: raise [db_limits] disk_quota_mb; over it "
                + (_options.OwnQuota == OwnQuota.Delete ? "the oldest of them are deleted" : "no observation of others is taken");
        if (warning is not null && _quotaWarning is null)
        {
            _options.OnNotice?.Invoke(warning);
        }

        _quotaWarning = warning;
    }

    private long OwnBytes(StoreView view) => view.Tables.Sum(table => ClassesOf(table)[ObservationClass.Own].Bytes);

    private static string DayText(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
