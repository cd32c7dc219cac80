using Google.Protobuf;
using Google.Protobuf.Collections;
using Stratum.Core;
using Stratum.Mesh.Wire;

namespace Stratum.Mesh.Backfill;

/// <summary>Items of one hour as two columns: seconds of the hour, and ids.</summary>
internal static class IdColumns
{
    public static uint SecondOf(ReconciliationItem item, long hour) => (uint)(item.Timestamp - (hour * CommonSet.SecondsPerHour));

    /// <summary>The ids; the seconds come beside them.</summary>
    public static ByteString Write(ReadOnlySpan<ReconciliationItem> items, long hour, out uint[] seconds)
    {
        var bytes = new byte[items.Length * Hash256.Size];
        seconds = new uint[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i].ContentId.Hash.CopyTo(bytes.AsSpan(i * Hash256.Size));
            seconds[i] = SecondOf(items[i], hour);
        }

        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <summary>Reads items that must come in order of (timestamp, id) and after the given one. Not null: what is wrong.</summary>
    public static string? Read(RepeatedField<uint> seconds, ByteString ids, long hour, ReconciliationItem? after, int itemsMax, List<ReconciliationItem> items)
    {
        if (seconds.Count > itemsMax || !HashColumn.HasLength(ids, seconds.Count))
        {
            return "the columns of ids";
        }

        for (var i = 0; i < seconds.Count; i++)
        {
            if (seconds[i] >= CommonSet.SecondsPerHour)
            {
                return "a second outside its hour";
            }

            var item = new ReconciliationItem((hour * CommonSet.SecondsPerHour) + seconds[i], new ContentId(HashColumn.At(ids, i)));
            if (after is { } last && item <= last)
            {
                return "ids out of order";
            }

            items.Add(item);
            after = item;
        }

        return null;
    }
}
