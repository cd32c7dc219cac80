namespace Stratum.Storage;

/// <summary>
/// Which day is merged next. SD cards wear by writing, so a day is written anew only when that pays: once after it is over and quiet, and again
/// only when late rows have grown to a good part of it.
/// </summary>
internal static class MergeChoice
{
    /// <summary>A day over that has no more than a quarter of its bytes outside its largest table stays as it is.</summary>
    private const int WorthwhileFraction = 4;

    /// <summary>The tables of the day to merge, or null.</summary>
    /// <param name="view">What there is.</param>
    /// <param name="isQuiet">Whether a day is over and nothing was written to it for a while.</param>
    /// <param name="tablesMax">Tables of one day at which it is merged although it is not over: each costs a file handle and a look per query.</param>
    public static TableHandle[]? Choose(StoreView view, Func<long, bool> isQuiet, int tablesMax)
    {
        TableHandle[]? chosen = null;
        for (var from = 0; from < view.Tables.Length;)
        {
            var day = view.Tables[from].Reader.Footer.Day;
            var to = from;
            while (to < view.Tables.Length && view.Tables[to].Reader.Footer.Day == day)
            {
                to++;
            }

            var tables = view.Tables[from..to];
            if (Array.Exists(tables, static table => table.Reader.HasDamage))
            {
                // First of all: until then the sums of the day are made of its rows.
                return tables;
            }

            if (chosen is null && tables.Length > 1 && (tables.Length >= tablesMax || (isQuiet(day) && IsWorthwhile(tables))))
            {
                chosen = tables;
            }

            from = to;
        }

        return chosen;
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
