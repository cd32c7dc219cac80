using System.Runtime.InteropServices;
using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The writer: from the queue to the log and the memtables.</summary>
public sealed partial class ObservationStore
{
    /// <summary>Rows after which a drain ends: it bounds the latency of the first waiter and the size of one write.</summary>
    private const int MaxRowsPerDrain = 4096;

    // Held while rows are put in place: who takes sums and rows under it has both of one moment.
    private readonly Lock _applyGate = new();
    private readonly List<AppendRequest> _drained = [];
    private readonly List<WalRow> _rows = [];
    private readonly Dictionary<ContentId, int> _rowOfContent = [];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AppendOutcome>> AppendAsync(
        IReadOnlyList<NewObservation> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ObjectDisposedException.ThrowIf(_disposed, this);
        ThrowIfStopped();
        foreach (var item in batch)
        {
            if (_catalogue.Find(item.Observation.Series) is null)
            {
                SeriesCodec.CheckWritable(item.Observation.Series);
            }
        }

        if (batch.Count == 0)
        {
            return [];
        }

        var started = _metrics.IsOn ? _time.GetTimestamp() : 0;
        var request = new AppendRequest(batch);
        try
        {
            await _queue.Writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            ThrowIfStopped();
            throw new ObjectDisposedException(nameof(ObservationStore));
        }

        // Not cancelled any more: it is in the writer's hands, and the caller must learn what became of it.
        var outcomes = await request.Done.ConfigureAwait(false);
        if (started != 0)
        {
            _metrics.Appended(_time.GetElapsedTime(started));
        }

        return outcomes;
    }

    private void ThrowIfStopped()
    {
        if (Volatile.Read(ref _stopped) is { } stopped)
        {
            throw stopped.ToException();
        }
    }

    private async Task RunWriterAsync()
    {
        var reader = _queue.Reader;
        while (await reader.WaitToReadAsync().ConfigureAwait(false))
        {
            Drain(reader);
            Step();
        }

        if (_stopped is null)
        {
            Guard("the last flush failed", FlushEverything);
        }

        await AbandonMergeAsync().ConfigureAwait(false);
    }

    private void Drain(System.Threading.Channels.ChannelReader<AppendRequest> reader)
    {
        _drained.Clear();
        for (var rows = 0; rows < MaxRowsPerDrain && reader.TryRead(out var request); rows += request.Batch.Count)
        {
            _drained.Add(request);
        }
    }

    private void Step()
    {
        if (_stopped is null)
        {
            Guard("a write failed", Commit);
        }

        foreach (var request in _drained)
        {
            // Already completed when the commit went through.
            if (_stopped is { } stopped)
            {
                request.Fail(stopped.ToException());
            }
            else if (request.Work is not null)
            {
                request.Run();
            }
        }

        if (_stopped is null)
        {
            Guard("writing a table failed", Maintain);
        }
    }

    private void Guard(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            // Whatever it was: what the disk holds is no longer certain, and it is never tried again.
            Stop(what, exception);
        }
    }

    private void Commit()
    {
        _rows.Clear();
        _rowOfContent.Clear();
        using (var snapshot = OpenWriterSnapshot())
        {
            foreach (var request in _drained)
            {
                for (var at = 0; at < request.Batch.Count; at++)
                {
                    request.Outcomes[at] = Take(request.Batch[at], snapshot);
                }
            }
        }

        if (_rows.Count > 0)
        {
            _wal.Write(CollectionsMarshal.AsSpan(_rows));
            if (_options.Durability == Durability.Always)
            {
                var started = _time.GetTimestamp();
                _wal.Flush();
                _metrics.Flushed(_time.GetElapsedTime(started), _rows.Count);
            }

            ApplyRows();
        }

        foreach (var request in _drained)
        {
            if (request.Work is null)
            {
                request.Complete();
            }
        }
    }

    private AppendOutcome Take(NewObservation item, SnapshotReader snapshot)
    {
        var signed = item.Observation;
        if (IsExpired(signed))
        {
            return AppendOutcome.Expired;
        }

        if (_refusesOthers && ClassOf(signed.Series) != ObservationClass.Own)
        {
            return AppendOutcome.NoRoom;
        }

        if (_rowOfContent.TryGetValue(signed.ContentId, out var index))
        {
            var row = _rows[index];
            if (signed.Signature < row.Stored.Observation.Signature)
            {
                _rows[index] = row with { Stored = WithSignature(row.Stored, signed.Signature) };
            }

            return AppendOutcome.Duplicate;
        }

        if (snapshot.Find(signed.Observation, signed.ContentId, _catalogue) is { } held)
        {
            // The same content with a lower signature goes through the log like a row, with its old arrival number.
            if (signed.Signature < held.Observation.Signature && _catalogue.Find(held.Series) is { } heldEntry)
            {
                AddRow(new WalRow(heldEntry, WithSignature(held, signed.Signature), IsOverride: true));
            }

            return AppendOutcome.Duplicate;
        }

        var entry = _catalogue.Find(signed.Series);
        if (entry is null)
        {
            if (_catalogue.Count >= _options.MaxSeries)
            {
                return AppendOutcome.TooManySeries;
            }

            entry = _catalogue.Add(signed.Series);
        }

        if (!ReferenceEquals(entry.Series, signed.Series))
        {
            // One instance serves all rows, else every row would hold the texts of its series.
            signed = signed with { Observation = signed.Observation with { Series = entry.Series } };
        }

        var stored = new StoredObservation(
            signed, _nextArrival++, item.ReceivedAtMs, item.ReceivedVia, item.TimeSource, item.Assessment);
        AddRow(new WalRow(entry, stored, IsOverride: false));
        return AppendOutcome.Added;
    }

    private static StoredObservation WithSignature(StoredObservation row, Signature signature) =>
        row with { Observation = row.Observation with { Signature = signature } };

    private void AddRow(WalRow row)
    {
        _rowOfContent.Add(row.Stored.Observation.ContentId, _rows.Count);
        _rows.Add(row);
    }

    private void ApplyRows()
    {
        var added = new List<StoredObservation>(_rows.Count);
        lock (_applyGate)
        {
            foreach (var row in _rows)
            {
                ApplyRow(row, _wal.Segment);
                if (!row.IsOverride)
                {
                    added.Add(row.Stored);
                }
            }

            PublishMemtables();
            if (added.Count > 0)
            {
                Interlocked.Exchange(ref _lastArrival, added[^1].ArrivalNumber);
            }
        }

        if (added.Count > 0)
        {
            _options.OnDurable?.Invoke(added);
        }
    }

    private void PublishMemtables()
    {
        foreach (var memtable in _view.Memtables)
        {
            memtable.Publish();
        }
    }

    /// <summary>Puts a durable row into its memtable and the indexes.</summary>
    private void ApplyRow(WalRow row, ulong segment)
    {
        var day = UtcDay.Of(row.Stored.Timestamp);
        var memtable = _view.MemtableOf(day);
        if (memtable is null)
        {
            memtable = new Memtable(day, segment);
            Memtable[] memtables = [.. _view.Memtables, memtable];
            Array.Sort(memtables, static (left, right) => left.Day.CompareTo(right.Day));
            ReplaceView(_view.Tables, memtables);
        }

        var shown = row.Stored;
        if (row.IsOverride && memtable.Find(shown.Observation.ContentId) is { } held)
        {
            held.LowerSignature(shown.Observation.Signature);
            shown = held.Stored;
        }
        else
        {
            memtable.Add(row.Entry, shown, row.IsOverride);
            row.Entry.Rows++;
        }

        if (shown.Observation.Observation.Position is { } position)
        {
            row.Entry.Cover(GeoExtent.Of(position));
        }

        _latest.Update(row.Entry, shown);
    }
}
