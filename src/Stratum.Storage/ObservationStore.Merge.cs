namespace Stratum.Storage;

/// <summary>Tables written anew: many into one, with damaged blocks and what retention takes left out.</summary>
public sealed partial class ObservationStore
{
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<long, long> _flushedAt = [];
    private MergeJob? _mergeJob;
    private Task<MergeResult>? _merge;
    private readonly MergeChoice _mergeChoice;
    private long? _noRoomAt;
    private ulong _nextFile;

    private ulong TakeFileNumber()
    {
        _nextFile = Math.Max(_nextFile, _manifest.State.NextFile);
        return _nextFile++;
    }

    /// <summary>Installs a merge that is done and starts the next one that pays.</summary>
    private void MaintainMerges()
    {
        if (_merge is { IsCompleted: true })
        {
            FinishMerge();
        }

        var keptDay = UtcDay.Of(Floors.Shared);
        while (_merge is null && _mergeChoice.Choose(_view, keptDay) is { } inputs && HasRoom(inputs))
        {
            StartMerge(inputs);
            if (_merge is not { IsCompleted: true })
            {
                return;
            }

            FinishMerge();
        }
    }

    // Asked of the system every few seconds only, while there is none.
    private bool HasRoom(TableHandle[] inputs)
    {
        if (_noRoomAt is { } at && _time.GetElapsedTime(at).TotalSeconds < SpaceSeconds)
        {
            return false;
        }

        var needed = inputs.Sum(static table => table.Reader.FileBytes) + (inputs.Length > 1 && inputs[0].Reader.Record.IsKept ? MergeSlackBytes : 0);
        var hasRoom = needed <= _files.FreeBytes(_paths.Root);
        _noRoomAt = hasRoom ? null : _time.GetTimestamp();
        return hasRoom;
    }

    // After a crash in the middle of an edit: the tables before and after it are both there, and their rows would be counted twice.
    private void MergeAtStart(TableRecord unnamed)
    {
        if (Array.FindAll(_view.Tables, table => table.Reader.Record.Overlaps(unnamed)) is { Length: > 1 } tables)
        {
            StartMerge(tables);
            ((IAsyncResult)_merge!).AsyncWaitHandle.WaitOne();
            FinishMerge();
        }
    }

    private void StartMerge(TableHandle[] inputs)
    {
        var records = Array.ConvertAll(inputs, static input => input.Reader.Record);
        var floors = Floors;
        // What peers are offered stands in tables of one day, with sums.
        var isKept = Array.Exists(records, record => record.IsKept || record.Day != records[0].Day)
            || Array.TrueForAll(records, record => record.LastDay < UtcDay.Of(floors.Shared));
        var output = isKept ? MergeJob.Kept(TakeFileNumber(), records) : records[0] with { Number = TakeFileNumber() };
        var job = new MergeJob(inputs, output, floors);
        var snapshot = OpenWriterSnapshot();
        _mergeJob = job;
        _merge = _options.Background(() =>
        {
            using (snapshot)
            {
                var merge = new TableMerge(job, snapshot, _catalogue, series => floors.Of(ClassOf(series)), _options.BlockRows);
                return merge.Run(_files, _paths.Table(job.Output), _closing.Token);
            }
        });
        if (!_merge.IsCompleted)
        {
            // Wakes the writer; when the queue is full it is awake.
            _merge.ContinueWith(_ => _queue.Writer.TryWrite(new AppendRequest([])), TaskScheduler.Default);
        }
    }

    private void FinishMerge()
    {
        var (job, merge) = (_mergeJob!, _merge!);
        (_mergeJob, _merge) = (null, null);
        // A failed one ends the store's writes like a failed flush: the exception passes on from here.
        var result = merge.GetAwaiter().GetResult();
        if (job.IsStillWanted(_view))
        {
            Install(job, result);
        }
        else if (!result.IsEmpty)
        {
            _files.Delete(_paths.Table(job.Output));
        }
    }

    private void Install(MergeJob job, MergeResult result)
    {
        foreach (var input in job.Inputs)
        {
            if (input.Reader.HasDamagedBlocks || input.Reader.Flaws.Count > 0)
            {
                Quarantine.Keep(_files, _paths, input.Reader.Path);
            }
        }

        TableHandle? output = null;
        if (!result.IsEmpty)
        {
            _files.FlushDirectory(_paths.Tables);
            output = new TableHandle(TableReader.Open(_files, _paths.Table(job.Output)), _files);
            // The writer's own, until the view has one.
            output.AddReference();
        }

        _manifest.Append(Edit() with
        {
            Added = output is null ? [] : [job.Output],
            Removed = Array.ConvertAll(job.Inputs, static table => table.Reader.Record),
        });
        foreach (var input in job.Inputs)
        {
            input.MarkObsolete();
        }

        Count(output);
        ForgetRows(job.Inputs, []);
        var rest = Array.FindAll(_view.Tables, table => Array.IndexOf(job.Inputs, table) < 0);
        if (Array.Exists(job.Inputs, static table => table.Reader.HasDamage))
        {
            // Before anybody sees the new table: the sums of a damaged day are made of its rows until then.
            Reconcile(job.Output, output, rest);
        }

        ReplaceView(output is null ? rest : InOrder([.. rest, output]), _view.Memtables);
        output?.Release();
        _scores.Forget(result.Scores);
        // Of series that are gone with their last row.
        _latest.Remove(row => row.Timestamp < job.Floors.Of(ClassOf(row.Series)));

        Merges++;
    }

    // What could not be found in a damaged table came again as new, although the merge could still read it: it must not count twice. And what stood
    // for a row in a block that is left out counts by itself now.
    private void Reconcile(TableRecord record, TableHandle? output, TableHandle[] rest)
    {
        var others = Array.FindAll(rest, table => table.Reader.Record.Overlaps(record));
        if (others.Length > 0 && !record.IsKept)
        {
            // Written meanwhile: merged once more.
            output?.Reader.MarkDamaged();
            return;
        }

        foreach (var memtable in _view.Memtables)
        {
            if (record.Covers(memtable.Day))
            {
                using var only = new SnapshotReader(
                    new StoreView(output is null ? others : [.. others, output], []), long.MaxValue, _scores, _damage);
                memtable.Recount(row => only.Find(row.Observation.Observation, row.Observation.ContentId, _catalogue) is not null);
            }
        }
    }

    /// <summary>Merges done since the start.</summary>
    internal long Merges { get; private set; }

    private void Count(TableHandle? table)
    {
        if (table is null)
        {
            return;
        }

        foreach (var block in table.Reader.Blocks)
        {
            if (_catalogue.Find(block.SeriesId) is { } entry)
            {
                entry.Rows += block.Count;
            }
        }
    }

    private bool IsQuiet(long day) => _view.MemtableOf(day) is null
        && _time.GetUtcNow().ToUnixTimeSeconds() >= UtcDay.Start(day + 1)
        && _time.GetElapsedTime(_flushedAt.GetValueOrDefault(day, _openedAt)).TotalSeconds >= _options.MergeQuietSeconds;

    private static TableHandle[] InOrder(TableHandle[] tables)
    {
        Array.Sort(tables, static (left, right) => left.Reader.Record.Day != right.Reader.Record.Day
            ? left.Reader.Record.Day.CompareTo(right.Reader.Record.Day)
            : left.Reader.Record.Number.CompareTo(right.Reader.Record.Number));
        return tables;
    }

    /// <summary>The store closes: a merge that goes on is given up, its file is an orphan that goes now or at the next start.</summary>
    private async Task AbandonMergeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        if (_merge is not { } merge || _mergeJob is not { } job)
        {
            return;
        }

        await ((Task)merge).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var path = _paths.Table(job.Output);
        if (_stopped is null && _files.Exists(path))
        {
            _files.Delete(path);
        }
    }
}
