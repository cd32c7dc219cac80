using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Rows in query order from one place. A source may stand before rows that it has not read yet.</summary>
internal abstract class RowSource
{
    /// <summary>The key of the current row, or a bound that no unread row precedes.</summary>
    public abstract RowKey Key { get; }

    /// <summary>Whether <see cref="Key"/> is that of a row. Otherwise <see cref="Load"/> comes next.</summary>
    public abstract bool IsLoaded { get; }

    /// <summary>The current row.</summary>
    public abstract StoredObservation Row { get; }

    /// <summary>Reads what the bound stands for; false when nothing is left.</summary>
    public abstract bool Load();

    /// <summary>Goes to the next row or bound; false when nothing is left.</summary>
    public abstract bool MoveNext();
}
