namespace Stratum.Storage;

/// <summary>
/// The tables and memtables at one moment. Immutable; whoever holds it keeps every table in it readable. Replaced by the writer when
/// a memtable begins, is written out or expires.
/// </summary>
internal sealed class StoreView
{
    private int _references = 1;

    public StoreView(TableHandle[] tables, Memtable[] memtables)
    {
        (Tables, Memtables) = (tables, memtables);
        foreach (var table in tables)
        {
            table.AddReference();
        }
    }

    /// <summary>In order of day, then age.</summary>
    public TableHandle[] Tables { get; }

    /// <summary>In order of day.</summary>
    public Memtable[] Memtables { get; }

    public Memtable? MemtableOf(long day)
    {
        foreach (var memtable in Memtables)
        {
            if (memtable.Day == day)
            {
                return memtable;
            }
        }

        return null;
    }

    /// <summary>Called under the lock under which the view is current.</summary>
    public void AddReference() => Interlocked.Increment(ref _references);

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            foreach (var table in Tables)
            {
                table.Release();
            }
        }
    }
}
