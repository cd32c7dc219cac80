using System.Threading.Channels;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// The embedded store: a write-ahead log and sorted tables. One writer task owns everything that changes; it drains a bounded queue,
/// writes what it drained at once, fsyncs once and completes all waiters (group commit). Readers work on immutable views and never
/// wait for it. A failed write, fsync or flush stops writes for good; reads go on.
/// </summary>
public sealed partial class ObservationStore : IObservationStore
{
    // 64 bytes each: an hour of 10,000 series once a minute does not fit and is computed each time, one of 3,000 does.
    private const int PlacesMax = 200_000;

    private readonly StoreOptions _options;
    private readonly CountingFileSystem _files;
    private readonly long _writtenBefore;
    private readonly TimeProvider _time;
    private readonly ISignerTrust _trust;
    private readonly StorePaths _paths;
    private readonly SeriesCatalogue _catalogue = new();
    private readonly LatestIndex _latest = new();
    private readonly PendingScores _scores;
    private readonly DamageLog _damage;
    private readonly Channel<AppendRequest> _queue;
    private readonly Lock _viewGate = new();
    private readonly IDisposable _directoryLock;
    private readonly ContentPlaces _places = new(PlacesMax);
    private readonly StoreMetrics _metrics;
    private readonly DiskReserve _reserve;
    private readonly long _openedAt;
    private readonly Task _writerTask;
    private readonly ITimer _timer;
    private ManifestWriter _manifest;
    private WalWriter _wal;
    private StoreView _view;
    private StoppedState? _stopped;
    private long _lastArrival;
    private long _nextArrival = 1;
    private long _floor;
    private bool _disposed;

    /// <inheritdoc/>
    public long LastArrival => Interlocked.Read(ref _lastArrival);

    /// <inheritdoc/>
    public ArrivalEpoch Epoch { get; }

    /// <inheritdoc/>
    public long RetentionFloor => Floors.Shared;

    /// <summary>
    /// Arrival number of the first row that recovery took from the log, null when there was none. Scores are not in the log: rows from here on
    /// carry <see cref="Assessment.NotEvaluated"/> until somebody scores them again.
    /// </summary>
    public long? FirstRecoveredArrival { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _timer.DisposeAsync().ConfigureAwait(false);
        _queue.Writer.TryComplete();
        await _writerTask.ConfigureAwait(false);
        _manifest.Dispose();
        _wal.Dispose();
        lock (_viewGate)
        {
            _view.Release();
        }

        _closing.Dispose();
        _directoryLock.Dispose();
    }

    private SnapshotReader OpenSnapshot()
    {
        // Read first: a view taken afterwards holds every row up to this number.
        var last = LastArrival;
        StoreView view;
        lock (_viewGate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            view = _view;
            view.AddReference();
        }

        return new SnapshotReader(view, last, _scores, _damage);
    }

    private StoreView CurrentView()
    {
        lock (_viewGate)
        {
            return _view;
        }
    }

    /// <summary>For the writer: nobody but the writer replaces the view.</summary>
    private SnapshotReader OpenWriterSnapshot()
    {
        _view.AddReference();
        return new SnapshotReader(_view, long.MaxValue, _scores, _damage);
    }

    private void ReplaceView(TableHandle[] tables, Memtable[] memtables)
    {
        var next = new StoreView(tables, memtables);
        StoreView old;
        lock (_viewGate)
        {
            old = _view;
            _view = next;
        }

        old.Release();
    }

    private void Stop(string what, Exception cause)
    {
        var stopped = new StoppedState($"{what}: {cause.Message}", cause);
        if (Interlocked.CompareExchange(ref _stopped, stopped, null) is null)
        {
            _reserve.Release();
            _options.OnStopped?.Invoke(stopped.ToException());
        }
    }
}
