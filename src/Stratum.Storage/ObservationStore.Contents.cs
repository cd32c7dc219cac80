using Stratum.Core;

namespace Stratum.Storage;

/// <summary>A look back over everything, in a fraction of a query's memory.</summary>
public sealed partial class ObservationStore
{
    /// <inheritdoc/>
    public IEnumerable<Observation> ReadContents(long from)
    {
        from = Math.Max(from, RetentionFloor);
        using var snapshot = OpenSnapshot();
        var heap = new PriorityQueue<ContentSource, long>();
        foreach (var handle in snapshot.View.Tables)
        {
            if (handle.Reader.Footer.MaxTimestamp >= from)
            {
                Enqueue(heap, snapshot, handle.Reader, from);
            }
        }

        var young = YoungContents(snapshot.View, from);
        var youngAt = 0;
        while (heap.TryPeek(out var source, out var timestamp))
        {
            while (youngAt < young.Count && young[youngAt].Timestamp < timestamp)
            {
                yield return young[youngAt++];
            }

            if (source.IsLoaded)
            {
                yield return source.Current;
            }

            if (source.MoveNext())
            {
                heap.DequeueEnqueue(source, source.Timestamp);
            }
            else
            {
                heap.Dequeue();
            }
        }

        for (; youngAt < young.Count; youngAt++)
        {
            yield return young[youngAt];
        }
    }

    private void Enqueue(PriorityQueue<ContentSource, long> heap, SnapshotReader snapshot, TableReader table, long from)
    {
        for (var at = 0; at < table.Blocks.Length;)
        {
            var id = table.Blocks.SeriesAt(at);
            if (_catalogue.Find(id) is { } entry)
            {
                var source = new ContentSource(snapshot, table, entry, at, from);
                if (source.MoveNext())
                {
                    heap.Enqueue(source, source.Timestamp);
                }
            }

            while (++at < table.Blocks.Length && table.Blocks.SeriesAt(at) == id)
            {
                // The source goes through the series' blocks.
            }
        }
    }

    private static List<Observation> YoungContents(StoreView view, long from)
    {
        var young = new List<Observation>();
        foreach (var memtable in view.Memtables)
        {
            var (rows, _, count) = memtable.Rows;
            for (var at = 0; at < count; at++)
            {
                if (rows[at].Stored.Timestamp >= from)
                {
                    young.Add(rows[at].Stored.Observation.Observation);
                }
            }
        }

        young.Sort(static (left, right) => left.Timestamp.CompareTo(right.Timestamp));
        return young;
    }
}
