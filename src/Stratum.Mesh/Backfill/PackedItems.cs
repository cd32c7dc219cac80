using Stratum.Core;
using Stratum.Mesh.Batches;
using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Backfill;

/// <summary>As many held observations as one frame takes.</summary>
/// <param name="Batch">Null when none of them is held any more.</param>
/// <param name="Covered">So many of the given items, from the first, are dealt with.</param>
internal readonly record struct PackedItems(ObservationBatch? Batch, int Covered)
{
    // A full frame of the smallest rows; more would be looked up for nothing.
    private const int RowsAtOnce = 700;

    /// <summary>Packs from the first item on. What is not held any more, or is refused, counts as dealt with.</summary>
    public static PackedItems Of(IMeshStore store, ReadOnlySpan<ReconciliationItem> items, RefusedIds refused, int bytesMax)
    {
        var writer = new ObservationBatchWriter(bytesMax);
        var covered = 0;
        while (covered < items.Length)
        {
            var some = items.Slice(covered, Math.Min(RowsAtOnce, items.Length - covered));
            var found = store.Find(some);
            for (var at = 0; at < some.Length; at++)
            {
                if (found[at] is { } observation && !refused.Contains(some[at].ContentId) && !writer.TryAdd(observation))
                {
                    return new PackedItems(writer.ToBatch(), covered);
                }

                covered++;
            }
        }

        return new PackedItems(writer.Count > 0 ? writer.ToBatch() : null, covered);
    }
}
