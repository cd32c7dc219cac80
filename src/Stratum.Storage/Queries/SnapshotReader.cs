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

    /// <summary>A block, or null when it is damaged: then it is counted once and left out from now on.</summary>
    public BlockRows? TryReadBlock(TableReader table, BlockEntry block, Series series)
    {
        if (block.IsDamaged)
        {
            return null;
        }

        try
        {
            return table.ReadBlock(block, series);
        }
        catch (TableDamageException exception)
        {
            table.MarkDamaged();
            if (block.MarkDamaged())
            {
                damage.Report(exception);
            }

            return null;
        }
    }

    /// <summary>One content in its day. Of several copies the one with the lowest signature.</summary>
    public StoredObservation? Find(ContentId contentId, long timestamp, SeriesCatalogue catalogue)
    {
        var day = UtcDay.Of(timestamp);
        if (view.MemtableOf(day)?.Find(contentId) is { } row)
        {
            return row.Stored.Timestamp == timestamp ? row.Stored : null;
        }

        StoredObservation? found = null;
        foreach (var handle in view.Tables)
        {
            var footer = handle.Reader.Footer;
            if (footer.Day == day && timestamp >= footer.MinTimestamp && timestamp <= footer.MaxTimestamp
                && FindIn(handle.Reader, contentId, timestamp, catalogue) is { } candidate
                && (found is null || candidate.Observation.Signature < found.Observation.Signature))
            {
                found = candidate;
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

    private StoredObservation? FindIn(TableReader table, ContentId contentId, long timestamp, SeriesCatalogue catalogue)
    {
        try
        {
            foreach (var (blockAt, rowAt) in table.Candidates(contentId))
            {
                var block = blockAt < table.Blocks.Length ? table.Blocks[blockAt] : null;
                if (block is not null && rowAt < block.Count
                    && catalogue.Find(block.SeriesId) is { } entry
                    && TryReadBlock(table, block, entry.Series) is { } rows
                    && rows.ContentIds[rowAt] == contentId
                    && rows.Timestamps[rowAt] == timestamp)
                {
                    return scores.Apply(rows.Row(rowAt));
                }
            }
        }
        catch (TableDamageException exception)
        {
            table.MarkDamaged();
            damage.Report(exception);
        }

        return null;
    }
}
