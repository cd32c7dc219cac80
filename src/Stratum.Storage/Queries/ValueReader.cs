namespace Stratum.Storage;

/// <summary>
/// Timestamps and values of one series. Only these two columns are read and checked: no signature, no id, no object a row. Blocks are taken in order of
/// time; those that overlap are put in order together, and a reading that stands twice is given once, as <see cref="Folding"/> does.
/// </summary>
internal static class ValueReader
{
    /// <summary>A block of a table, or the rows of a memtable, with the times between which its rows are.</summary>
    private readonly record struct Part(long First, long Last, TableReader? Table, BlockEntry Block, SeriesValues Values);

    public static IEnumerable<SeriesValues> Read(SnapshotReader reader, SeriesEntry entry, long from, long to)
    {
        var parts = new List<Part>();
        foreach (var handle in reader.View.Tables)
        {
            AddTable(handle.Reader, entry, from, to, parts);
        }

        foreach (var memtable in reader.View.Memtables)
        {
            AddMemtable(memtable, entry, from, to, reader.LastArrival, parts);
        }

        parts.Sort(static (left, right) => left.First.CompareTo(right.First));
        var together = new List<SeriesValues>();
        for (var at = 0; at < parts.Count;)
        {
            together.Clear();
            var last = parts[at].Last;
            for (; at < parts.Count && (together.Count == 0 || parts[at].First <= last); at++)
            {
                last = Math.Max(last, parts[at].Last);
                if (ValuesOf(reader, parts[at], from, to) is { } values)
                {
                    together.Add(values);
                }
            }

            foreach (var part in IsOrdered(together) ? together : (IReadOnlyList<SeriesValues>)InOrder(together))
            {
                yield return part;
            }
        }
    }

    private static SeriesValues? ValuesOf(SnapshotReader reader, Part part, long from, long to)
    {
        if (part.Table is null)
        {
            return part.Values;
        }

        if (reader.TryReadValues(part.Table, part.Block) is not { } values)
        {
            return null;
        }

        var first = FirstAtOrAfter(values.Timestamps.Span, from);
        var count = FirstAtOrAfter(values.Timestamps.Span, to) - first;
        return new SeriesValues(values.Timestamps.Slice(first, count), values.Values.Slice(first, count));
    }

    private static void AddTable(TableReader table, SeriesEntry entry, long from, long to, List<Part> parts)
    {
        if (table.Footer.MaxTimestamp < from || table.Footer.MinTimestamp >= to)
        {
            return;
        }

        for (var at = table.FirstBlockOf(entry.Id); at < table.Blocks.Length && table.Blocks.SeriesAt(at) == entry.Id; at++)
        {
            var block = table.Blocks[at];
            if (block.MaxTimestamp >= from && block.MinTimestamp < to)
            {
                parts.Add(new Part(block.MinTimestamp, block.MaxTimestamp, table, block, default));
            }
        }
    }

    private static void AddMemtable(Memtable memtable, SeriesEntry entry, long from, long to, long lastArrival, List<Part> parts)
    {
        var (rows, seriesIds, count) = memtable.Rows;
        List<long> timestamps = [];
        List<double> values = [];
        for (var at = 0; at < count; at++)
        {
            if (seriesIds[at] == entry.Id && rows[at].Stored is { } row && row.Timestamp >= from && row.Timestamp < to && row.ArrivalNumber <= lastArrival)
            {
                timestamps.Add(row.Timestamp);
                values.Add(row.Observation.Observation.Value);
            }
        }

        if (timestamps.Count > 0)
        {
            parts.Add(new Part(timestamps.Min(), timestamps.Max(), null, default, new SeriesValues(timestamps.ToArray(), values.ToArray())));
        }
    }

    private static int FirstAtOrAfter(ReadOnlySpan<long> timestamps, long timestamp)
    {
        if (timestamps.IsEmpty || timestamps[0] >= timestamp)
        {
            return 0;
        }

        var at = timestamps.BinarySearch(timestamp);
        at = at < 0 ? ~at : at;
        while (at > 0 && timestamps[at - 1] == timestamp)
        {
            at--;
        }

        return at;
    }

    private static bool IsOrdered(List<SeriesValues> parts)
    {
        var last = long.MinValue;
        foreach (var part in parts)
        {
            foreach (var timestamp in part.Timestamps.Span)
            {
                if (timestamp <= last)
                {
                    return false;
                }

                last = timestamp;
            }
        }

        return true;
    }

    private static SeriesValues[] InOrder(List<SeriesValues> parts)
    {
        var sorted = new List<(long Timestamp, long Bits)>();
        foreach (var part in parts)
        {
            for (var at = 0; at < part.Timestamps.Length; at++)
            {
                sorted.Add((part.Timestamps.Span[at], BitConverter.DoubleToInt64Bits(part.Values.Span[at])));
            }
        }

        sorted.Sort();
        var timestamps = new List<long>(sorted.Count);
        var values = new List<double>(sorted.Count);
        for (var at = 0; at < sorted.Count; at++)
        {
            if (at == 0 || sorted[at] != sorted[at - 1])
            {
                timestamps.Add(sorted[at].Timestamp);
                values.Add(BitConverter.Int64BitsToDouble(sorted[at].Bits));
            }
        }

        return [new SeriesValues(timestamps.ToArray(), values.ToArray())];
    }
}
