using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The matching rows of one memtable, sorted.</summary>
internal sealed class MemorySource(List<MemoryRow> rows) : RowSource
{
    private int _at = -1;

    public override RowKey Key => rows[_at].Key;

    public override bool IsLoaded => true;

    public override StoredObservation Row => rows[_at].Stored;

    public override bool Load() => true;

    public override bool MoveNext() => ++_at < rows.Count;
}
