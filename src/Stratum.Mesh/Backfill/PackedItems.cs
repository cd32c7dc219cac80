using Stratum.Core;
using Stratum.Mesh.Batches;
using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Backfill;

/// <summary>As many held observations as one frame takes.</summary>
/// <param name="Batch">Null when none of them is held any more.</param>
/// <param name="Covered">So many of the given items, from the first, are dealt with.</param>
internal readonly record struct PackedItems(ObservationBatch? Batch, int Covered)
{
    /// <summary>Packs from the first item on. What is not held any more, or is refused, counts as dealt with.</summary>
    public static PackedItems Of(IMeshStore store, ReadOnlySpan<ReconciliationItem> items, RefusedIds refused, int bytesMax)
    {
        var writer = new ObservationBatchWriter(bytesMax);
        var covered = 0;
        foreach (ref readonly var item in items)
        {
            if (!refused.Contains(item.ContentId) && store.Find(item.ContentId, item.Timestamp) is { } observation && !writer.TryAdd(observation))
            {
                break;
            }

            covered++;
        }

        return new PackedItems(writer.Count > 0 ? writer.ToBatch() : null, covered);
    }
}
