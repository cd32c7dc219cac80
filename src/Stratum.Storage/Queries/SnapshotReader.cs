using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Reads from one view of the store, up to one arrival number: what is appended meanwhile does not appear. Dispose it to let retired
/// tables go. For one thread.
/// </summary>
internal sealed class SnapshotReader(StoreView view, long lastArrival, PendingScores scores, DamageLog damage) : IDisposable
{
    private bool _disposed;

    public StoreView View => view;

    public long LastArrival => lastArrival;

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            view.Release();
        }
    }

    public StoredObservation WithPendingScore(StoredObservation row) => scores.Apply(row);

    /// <summary>The blocks of a table that may have rows with from &lt;= timestamp &lt; to, with their contents only; a damaged one is left out.</summary>
    public IEnumerable<(int Block, BlockRows Rows)> ContentsIn(TableReader table, long from, long to, SeriesCatalogue catalogue)
    {
        for (var at = 0; at < table.Blocks.Length; at++)
        {
            var block = table.Blocks[at];
            if (block.MaxTimestamp >= from && block.MinTimestamp < to && catalogue.Find(block.SeriesId) is { } entry
                && TryReadBlock(table, block, entry.Series, contentOnly: true) is { } rows)
            {
                yield return (at, rows);
            }
        }
    }

    /// <summary>A block, or null when it is damaged: then it is counted once and left out from now on.</summary>
    public BlockRows? TryReadBlock(TableReader table, in BlockEntry block, Series series, bool contentOnly = false)
    {
        try
        {
            return table.IsDamaged(block) ? null : table.ReadBlock(block, series, contentOnly);
        }
        catch (TableDamageException exception)
        {
            LeaveOut(table, block, exception);
            return null;
        }
    }

    /// <summary>Timestamps and values of a block, or null when it is damaged.</summary>
    public SeriesValues? TryReadValues(TableReader table, in BlockEntry block)
    {
        try
        {
            return table.IsDamaged(block) ? null : table.ReadValues(block);
        }
        catch (TableDamageException exception)
        {
            LeaveOut(table, block, exception);
            return null;
        }
    }

    /// <summary>A content that the caller has. Of several copies the one with the lowest signature.</summary>
    public StoredObservation? Find(Observation observation, ContentId contentId, SeriesCatalogue catalogue)
    {
        var day = UtcDay.Of(observation.Timestamp);
        if (view.MemtableOf(day)?.Find(contentId) is { } row)
        {
            return row.Stored;
        }

        if (catalogue.Find(observation.Series) is not { } entry)
        {
            return null;
        }

        StoredObservation? found = null;
        foreach (var handle in view.Tables)
        {
            if (handle.Reader.MayHold(observation.Timestamp) && FindIn(handle.Reader, entry, observation) is { } candidate
                && (found is null || candidate.Observation.Signature < found.Observation.Signature))
            {
                found = candidate;
            }
        }

        return found;
    }

    /// <summary>A content of which only the id and the second are known.</summary>
    public StoredObservation? Find(ContentId contentId, long timestamp, SeriesCatalogue catalogue, ContentPlaces places)
    {
        var day = UtcDay.Of(timestamp);
        if (view.MemtableOf(day)?.Find(contentId) is { } row)
        {
            return row.Stored.Timestamp == timestamp ? row.Stored : null;
        }

        StoredObservation? found = null;
        foreach (var handle in view.Tables)
        {
            if (handle.Reader.MayHold(timestamp)
                && places.Find(this, handle.Reader, contentId, timestamp, catalogue) is { } place
                && catalogue.Find(handle.Reader.Blocks.SeriesAt(place.Block)) is { } entry
                && TryReadBlock(handle.Reader, handle.Reader.Blocks[place.Block], entry.Series) is { } rows
                && (found is null || rows.Signatures[place.Row] < found.Observation.Signature))
            {
                found = scores.Apply(rows.Row(place.Row));
            }
        }

        return found;
    }

    /// <summary>Many contents of which only id and second are known. Every block is read once, whatever it gives.</summary>
    public SignedObservation?[] Find(ReadOnlySpan<ReconciliationItem> items, long floor, SeriesCatalogue catalogue, ContentPlaces places)
    {
        var found = new SignedObservation?[items.Length];
        var inTables = new List<(TableReader Table, ContentPlaces.Place Place, int At)>();
        for (var at = 0; at < items.Length; at++)
        {
            var item = items[at];
            var day = UtcDay.Of(item.Timestamp);
            if (item.Timestamp < floor)
            {
                continue;
            }

            if (view.MemtableOf(day)?.Find(item.ContentId) is { } row && row.Stored.Timestamp == item.Timestamp)
            {
                found[at] = row.Stored.Observation;
                continue;
            }

            foreach (var handle in view.Tables)
            {
                if (handle.Reader.MayHold(item.Timestamp)
                    && places.Find(this, handle.Reader, item.ContentId, item.Timestamp, catalogue) is { } place)
                {
                    inTables.Add((handle.Reader, place, at));
                }
            }
        }

        foreach (var block in inTables.GroupBy(static one => (one.Table, one.Place.Block)))
        {
            var entry = catalogue.Find(block.Key.Table.Blocks.SeriesAt(block.Key.Block));
            if (entry is null || TryReadBlock(block.Key.Table, block.Key.Table.Blocks[block.Key.Block], entry.Series) is not { } rows)
            {
                continue;
            }

            foreach (var (_, place, at) in block)
            {
                if (found[at] is not { } held || rows.Signatures[place.Row] < held.Signature)
                {
                    found[at] = rows.Row(place.Row).Observation;
                }
            }
        }

        return found;
    }

    /// <summary>Rows in query order, each content once; not folded, not filtered by place.</summary>
    public IEnumerable<(RowKey Key, StoredObservation Row)> Merge(QueryPlan plan, SeriesCatalogue catalogue)
    {
        var order = plan.Descending
            ? Comparer<RowKey>.Create(static (left, right) => right.CompareTo(left))
            : Comparer<RowKey>.Default;
        var heap = new PriorityQueue<RowSource, RowKey>(order);
        foreach (var source in SnapshotSources.Of(this, view, plan, catalogue, lastArrival))
        {
            if (source.MoveNext())
            {
                heap.Enqueue(source, source.Key);
            }
        }

        (RowKey Key, StoredObservation Row)? held = null;
        while (heap.TryPeek(out var source, out var key))
        {
            if (!source.IsLoaded)
            {
                Advance(heap, source, source.Load());
                continue;
            }

            var row = source.Row;
            if (held is { } waiting && waiting.Key == key)
            {
                held = row.Observation.Signature < waiting.Row.Observation.Signature ? (key, row) : waiting;
            }
            else
            {
                if (held is { } ready)
                {
                    yield return ready;
                }

                held = (key, row);
            }

            Advance(heap, source, source.MoveNext());
        }

        if (held is { } last)
        {
            yield return last;
        }
    }

    private void LeaveOut(TableReader table, in BlockEntry block, TableDamageException exception)
    {
        if (table.MarkDamaged(block))
        {
            damage.Report(exception);
        }
    }

    private static void Advance(PriorityQueue<RowSource, RowKey> heap, RowSource source, bool more)
    {
        if (more)
        {
            heap.DequeueEnqueue(source, source.Key);
        }
        else
        {
            heap.Dequeue();
        }
    }

    private StoredObservation? FindIn(TableReader table, SeriesEntry entry, Observation observation)
    {
        for (var at = table.FirstBlockOf(entry.Id); at < table.Blocks.Length && table.Blocks.SeriesAt(at) == entry.Id; at++)
        {
            var block = table.Blocks[at];
            if (block.MinTimestamp > observation.Timestamp)
            {
                break;
            }

            if (block.MaxTimestamp < observation.Timestamp || TryReadBlock(table, block, entry.Series, contentOnly: true) is not { } contents)
            {
                continue;
            }

            for (var row = contents.FirstAtOrAfter(observation.Timestamp); row < contents.Count && contents.Timestamps[row] == observation.Timestamp; row++)
            {
                if (contents.Is(row, observation))
                {
                    return TryReadBlock(table, block, entry.Series) is { } rows ? scores.Apply(rows.Row(row)) : null;
                }
            }
        }

        return null;
    }
}
