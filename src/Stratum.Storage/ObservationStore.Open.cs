using System.Threading.Channels;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Start: manifest, tables, log, then the writer.</summary>
public sealed partial class ObservationStore
{
    /// <summary>
    /// Arrival numbers skipped after a start that found the log cut or damaged: subscribers may have seen numbers of rows that are gone, and
    /// no number may come twice.
    /// </summary>
    private const long ArrivalGapAfterLoss = 1 << 20;

    private long _recoveryMs;
    private long _recoveredObservations;

    private ObservationStore(StoreOptions options, CountingFileSystem files, TimeProvider time, ISignerTrust trust, IDisposable directoryLock)
    {
        (_options, _files, _time, _trust, _directoryLock) = (options, files, time, trust, directoryLock);
        _paths = new StorePaths(options.Directory);
        _metrics = new StoreMetrics(
            options.Meter, () => Status, CurrentView, _places, () => Merges, () => files.ListFiles(_paths.Quarantine).Count);
        _reserve = new DiskReserve(files, _paths, options.ReserveBytes, options.FreeBytesMin);
        _openedAt = time.GetTimestamp();
        _mergeChoice = new MergeChoice(IsQuiet, HasExpired, options.DayTablesMax, options.KeptTableBytes);
        _scores = new PendingScores(options.MaxPendingAssessments);
        _damage = new DamageLog(options.OnDamage);
        _queue = Channel.CreateBounded<AppendRequest>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });
        var started = time.GetTimestamp();
        var tables = new TableRecovery(files, _paths, _catalogue, _damage);
        var state = tables.Run();
        (_floor, _unknownFloor, _trustedFloor, _ownFloor) = (state.RetentionFloor, state.UnknownFloor, state.TrustedFloor, state.OwnFloor);
        _lowered = state.Lowered;
        _writtenBefore = state.BytesWritten;
        _view = new StoreView([.. tables.Handles], []);
        _lastArrival = Math.Max(state.LastArrival, tables.LastArrival);
        _catalogue.SkipTo(state.NextSeriesId);
        RestoreLatest();
        var log = new WalRecovery(files, _paths, _catalogue, _damage);
        using (var snapshot = OpenWriterSnapshot())
        {
            log.Run((row, position) => Recover(row, position, state, tables, snapshot));
        }

        PublishMemtables();
        ForgetEmptySeries();
        var clean = !log.FoundLoss && !tables.FoundDamage;
        _nextArrival = LastArrival + 1 + (clean ? 0 : ArrivalGapAfterLoss);
        _wal = new WalWriter(files, _paths.Wal, options.WalSegmentBytes, Math.Max(state.NextSegment, log.NextSegment));
        foreach (var (segment, length) in log.Segments)
        {
            _wal.Adopt(segment, length);
        }

        // A store of a version before cursors named the epoch has given bare ones; one that has lost its manifest may not say what they meant.
        Epoch = state.Epoch.Id != 0 ? state.Epoch : NewEpoch(tables.FoundDamage ? 0 : LastArrival);
        _clock = new RetentionClock(PresentAtStart(state), options.MaxAgeDays);
        _manifest = ManifestWriter.Create(files, options.Directory, state, tables.NextManifest);
        _manifest.Append(Edit());
        tables.RemoveLeftovers(_manifest.FileName);
        foreach (var unnamed in tables.Unnamed)
        {
            MergeAtStart(unnamed);
        }

        if (Array.Exists(_view.Tables, table => !ClassesOf(table).HasKept(Floors)))
        {
            DropExpired(new RetentionFloors(0, 0, 0), "it is below a floor that moved before this start");
        }

        RetireByAge();
        DeleteSegments();
        _reserve.Fill();
        _recoveryMs = (long)time.GetElapsedTime(started).TotalMilliseconds;
        _lastFsyncTicks = time.GetTimestamp();
        // Wakes the writer for retention and merges when nothing is appended, and for the fsync of the interval setting.
        var period = options.Durability == Durability.Interval ? TimeSpan.FromMilliseconds(options.FsyncIntervalMs) : TimeSpan.FromSeconds(15);
        _writerTask = Task.Run(RunWriterAsync);
        _timer = time.CreateTimer(_ => _queue.Writer.TryWrite(new AppendRequest([])), null, period, period);
    }

    internal static ArrivalEpoch NewEpoch(long bareThrough)
    {
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        System.Security.Cryptography.RandomNumberGenerator.Fill(random);
        return new ArrivalEpoch(Math.Max(1, System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(random)), bareThrough);
    }

    /// <summary>
    /// Opens the store of a directory, makes it when it does not exist, and recovers what the log holds. Throws <see cref="IOException"/> when
    /// another process holds it or the directory cannot be used.
    /// </summary>
    public static ObservationStore Open(StoreOptions options, IFileSystem files, TimeProvider time, ISignerTrust trust)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(files);
        options.Validate();
        var paths = new StorePaths(options.Directory);
        foreach (var directory in (string[])[paths.Root, paths.Wal, paths.Tables, paths.Quarantine])
        {
            files.CreateDirectory(directory);
        }

        // Without these the first power cut could take the directory itself.
        if (Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(paths.Root)) is { Length: > 0 } parent)
        {
            files.FlushDirectory(parent);
        }

        files.FlushDirectory(paths.Root);
        var directoryLock = files.Lock(paths.Lock);
        try
        {
            return new ObservationStore(options, new CountingFileSystem(files), time, trust, directoryLock);
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Open"/>
    public static Task<ObservationStore> OpenAsync(StoreOptions options, IFileSystem files, TimeProvider time, ISignerTrust trust) =>
        Task.Run(() => Open(options, files, time, trust));

    private void Recover(WalRow row, WalPosition position, ManifestState state, TableRecovery tables, SnapshotReader snapshot)
    {
        var stored = row.Stored;
        var day = UtcDay.Of(stored.Timestamp);
        _lastArrival = Math.Max(_lastArrival, stored.ArrivalNumber);
        if (IsExpired(stored.Observation) || (state.IsFlushed(day, position) && !tables.IsDamaged(day)))
        {
            return;
        }

        if (_view.MemtableOf(day)?.Find(stored.Observation.ContentId) is not null)
        {
            ApplyRow(row with { IsOverride = true }, position.Segment);
            return;
        }

        // A row with a number below those in the day's tables may be in one of them: a replaced signature, or a table that was adopted.
        if (stored.ArrivalNumber <= tables.LastArrivalOf(day)
            && snapshot.Find(stored.Observation.Observation, stored.Observation.ContentId, _catalogue) is { } held)
        {
            if (stored.Observation.Signature < held.Observation.Signature)
            {
                ApplyRow(row with { IsOverride = true }, position.Segment);
            }

            return;
        }

        ApplyRow(row, position.Segment);
        _recoveredObservations++;
        FirstRecoveredArrival = Math.Min(FirstRecoveredArrival ?? long.MaxValue, stored.ArrivalNumber);
    }

    // Segments and tables define series whose rows have expired since.
    private void ForgetEmptySeries()
    {
        foreach (var entry in _catalogue.All().ToArray())
        {
            if (entry.Rows == 0)
            {
                _catalogue.Remove(entry);
            }
        }
    }

    /// <summary>Reads the newest row of every series from the newest block that has it.</summary>
    private void RestoreLatest()
    {
        var newest = new Dictionary<uint, (TableReader Table, BlockEntry Block)>();
        foreach (var handle in _view.Tables)
        {
            var blocks = handle.Reader.Blocks;
            for (var at = 0; at < blocks.Length; at++)
            {
                var block = blocks[at];
                if (_catalogue.Find(block.SeriesId) is not { } entry)
                {
                    continue;
                }

                entry.Rows += block.Count;
                if (blocks.ExtentAt(at) is { } extent)
                {
                    entry.Cover(extent);
                }

                if (!newest.TryGetValue(block.SeriesId, out var held) || block.MaxTimestamp > held.Block.MaxTimestamp)
                {
                    newest[block.SeriesId] = (handle.Reader, block);
                }
            }
        }

        using var snapshot = OpenWriterSnapshot();
        foreach (var (id, (table, block)) in newest)
        {
            if (_catalogue.Find(id) is { } entry && snapshot.TryReadBlock(table, block, entry.Series) is { } rows)
            {
                _latest.Update(entry, rows.Row(rows.Count - 1));
            }
        }
    }
}
