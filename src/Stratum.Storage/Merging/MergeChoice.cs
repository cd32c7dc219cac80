namespace Stratum.Storage;

/// <summary>
/// Which tables are merged next. SD cards wear by writing, so a day is written anew only when that pays: once after it is over and quiet, and again
/// only when late rows have grown to a good part of it. What is older than peers are offered becomes few large tables: eight of a size become one of the
/// next, so that a row is written once for each of four sizes, however many years there are.
/// </summary>
/// <param name="isQuiet">Whether a day is over and nothing was written to it for a while.</param>
/// <param name="hasExpired">Whether a table has rows that are below the floor of their class.</param>
/// <param name="dayTablesMax">Tables of one day at which it is merged although it is not over: each costs a file handle and a look per query.</param>
/// <param name="keptBytes">Bytes of the smallest size of tables that are kept.</param>
internal sealed class MergeChoice(Predicate<long> isQuiet, Predicate<TableHandle> hasExpired, int dayTablesMax, long keptBytes)
{
    /// <summary>A day over that has no more than a quarter of its bytes outside its largest table stays as it is.</summary>
    private const int WorthwhileFraction = 4;

    /// <summary>Kept tables of one size that become one of the next.</summary>
    private const int Fanout = 8;

    /// <summary>Sizes: below keptBytes, and each eight times the one before; of the last nothing is merged any more.</summary>
    private const int Sizes = 4;

    /// <summary>Tables of one merge: each is read block by block.</summary>
    private const int InputsMax = 64;

    /// <summary>The tables to merge, or null.</summary>
    /// <param name="view">What there is.</param>
    /// <param name="keptDay">The first day that peers are offered: what is before is kept in large tables.</param>
    public TableHandle[]? Choose(StoreView view, long keptDay)
    {
        var damaged = Array.Find(view.Tables, static table => table.Reader.HasDamage);
        if (damaged is not null)
        {
            // First of all: until then the sums of the day are made of its rows.
            return damaged.Reader.Record.IsKept ? Closed(view, DamagedAround(view, damaged)) : DayOf(view, damaged.Reader.Record.Day);
        }

        return Expired(view, keptDay) ?? Day(view, keptDay) ?? Kept(view, keptDay);
    }

    /// <summary>The tables of one partition.</summary>
    public static TableHandle[] DayOf(StoreView view, long day) =>
        Array.FindAll(view.Tables, table => !table.Reader.Record.IsKept && table.Reader.Record.Day == day);

    /// <summary>
    /// With tables that have rows for rows of others (a lower signature) go those that may have the others: else what is counted once would be twice.
    /// </summary>
    public static TableHandle[] Closed(StoreView view, IReadOnlyList<TableHandle> tables)
    {
        var closed = new List<TableHandle>(tables);
        for (var at = 0; at < closed.Count; at++)
        {
            if (closed[at].Reader.Footer.Overrides == 0)
            {
                continue;
            }

            foreach (var other in view.Tables)
            {
                if (other.Reader.Record.Overlaps(closed[at].Reader.Record) && !closed.Contains(other))
                {
                    closed.Add(other);
                }
            }
        }

        return [.. closed];
    }

    // Without a manifest nobody knows which of them hold the same rows.
    private static List<TableHandle> DamagedAround(StoreView view, TableHandle first)
    {
        var around = new List<TableHandle> { first };
        for (var at = 0; at < around.Count; at++)
        {
            around.AddRange(Array.FindAll(
                view.Tables,
                other => other.Reader.HasDamage && other.Reader.Record.Overlaps(around[at].Reader.Record) && !around.Contains(other)));
        }

        return around;
    }

    // Days that have become too old for others, with rows of one's own: many at once, after a node was off.
    private TableHandle[]? Expired(StoreView view, long keptDay)
    {
        var mixed = Array.FindAll(view.Tables, table => table.Reader.Record.LastDay < keptDay && hasExpired(table));
        return mixed.Length == 0 ? null : Closed(view, mixed[..Math.Min(mixed.Length, InputsMax)]);
    }

    private TableHandle[]? Day(StoreView view, long keptDay)
    {
        for (var from = 0; from < view.Tables.Length;)
        {
            var day = view.Tables[from].Reader.Record.Day;
            var to = from;
            while (to < view.Tables.Length && view.Tables[to].Reader.Record.Day == day)
            {
                to++;
            }

            if (to - from > 1 && day >= keptDay)
            {
                var tables = Array.FindAll(view.Tables[from..to], static table => !table.Reader.Record.IsKept);
                if (tables.Length > 1 && (tables.Length >= dayTablesMax || (isQuiet(day) && IsWorthwhile(tables))))
                {
                    return tables;
                }
            }

            from = to;
        }

        return null;
    }

    private TableHandle[]? Kept(StoreView view, long keptDay)
    {
        Span<int> counts = stackalloc int[Sizes - 1];
        foreach (var table in view.Tables)
        {
            if (table.Reader.Record.LastDay < keptDay && SizeOf(table) is var size && size < counts.Length && ++counts[size] == Fanout)
            {
                // In order of time: what stands together is read together.
                return Closed(view, [.. view.Tables.Where(other => other.Reader.Record.LastDay < keptDay && SizeOf(other) == size).Take(Fanout)]);
            }
        }

        return null;
    }

    private int SizeOf(TableHandle table)
    {
        var size = 0;
        for (var bound = keptBytes; size < Sizes - 1 && table.Reader.FileBytes >= bound; bound *= Fanout)
        {
            size++;
        }

        return size;
    }

    private static bool IsWorthwhile(TableHandle[] tables)
    {
        long total = 0, largest = 0;
        foreach (var table in tables)
        {
            total += table.Reader.FileBytes;
            largest = Math.Max(largest, table.Reader.FileBytes);
        }

        return (total - largest) * WorthwhileFraction >= largest;
    }
}
