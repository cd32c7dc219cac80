namespace Stratum.Storage;

/// <summary>
/// Timestamps and values of one series, day by day. Only these two columns are read and checked: no signature, no id, no object a row. Where the
/// parts of a day overlap they are put in order, and a reading that stands twice is given once, as <see cref="Folding"/> does.
/// </summary>
internal static class ValueReader
{
    public static IEnumerable<SeriesValues> Read(SnapshotReader reader, SeriesEntry entry, long from, long to)
    {
        var (tables, memtables) = (reader.View.Tables, reader.View.Memtables);
        var parts = new List<SeriesValues>();
        for (int table = 0, memtable = 0; table < tables.Length || memtable < memtables.Length;)
        {
            var day = Math.Min(
                table < tables.Length ? tables[table].Reader.Footer.Day : long.MaxValue,
                memtable < memtables.Length ? memtables[memtable].Day : long.MaxValue);
            parts.Clear();
            for (; table < tables.Length && tables[table].Reader.Footer.Day == day; table++)
            {
                AddTable(reader, tables[table].Reader, entry, from, to, parts);
            }

            for (; memtable < memtables.Length && memtables[memtable].Day == day; memtable++)
            {
                AddMemtable(memtables[memtable], entry, from, to, reader.LastArrival, parts);
            }

            foreach (var part in IsOrdered(parts) ? parts : (IReadOnlyList<SeriesValues>)InOrder(parts))
            {
                yield return part;
            }
        }
    }

    private static void AddTable(SnapshotReader reader, TableReader table, SeriesEntry entry, long from, long to, List<SeriesValues> parts)
    {
        if (table.Footer.MaxTimestamp < from || table.Footer.MinTimestamp >= to)
        {
            return;
        }

        for (var at = table.FirstBlockOf(entry.Id); at < table.Blocks.Length && table.Blocks.SeriesAt(at) == entry.Id; at++)
        {
            var block = table.Blocks[at];
            if (block.MaxTimestamp >= from && block.MinTimestamp < to && reader.TryReadValues(table, block) is { } values)
            {
                var first = FirstAtOrAfter(values.Timestamps.Span, from);
                var count = FirstAtOrAfter(values.Timestamps.Span, to) - first;
                parts.Add(new SeriesValues(values.Timestamps.Slice(first, count), values.Values.Slice(first, count)));
            }
        }
    }

    private static void AddMemtable(Memtable memtable, SeriesEntry entry, long from, long to, long lastArrival, List<SeriesValues> parts)
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
            parts.Add(new SeriesValues(timestamps.ToArray(), values.ToArray()));
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
        var sorted = new SortedSet<(long Timestamp, long Bits)>();
        foreach (var part in parts)
        {
            for (var at = 0; at < part.Timestamps.Length; at++)
            {
                sorted.Add((part.Timestamps.Span[at], BitConverter.DoubleToInt64Bits(part.Values.Span[at])));
            }
        }

        var timestamps = new long[sorted.Count];
        var values = new double[sorted.Count];
        var next = 0;
        foreach (var (timestamp, bits) in sorted)
        {
            timestamps[next] = timestamp;
            values[next++] = BitConverter.Int64BitsToDouble(bits);
        }

        return [new SeriesValues(timestamps, values)];
    }
}
