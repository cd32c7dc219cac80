using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Count and sum of content ids per cell: what a memtable counts on append and a table carries in its file. One writer adds, any thread
/// reads.
/// </summary>
internal sealed class CellSums
{
    private readonly SortedDictionary<CellKey, (long Count, Hash256 Sum)> _cells = [];
    private readonly Lock _gate = new();

    /// <summary>Adds an observation that was not held before.</summary>
    public void Add(SignedObservation signed)
    {
        var key = CellKey.Of(signed.Observation);
        lock (_gate)
        {
            Add(_cells, new CellSum(key, 1, signed.ContentId.Hash));
        }
    }

    /// <summary>Adds the cells of the hours from &lt;= hour &lt; to into a sum over several sources.</summary>
    public void AddTo(SortedDictionary<CellKey, (long Count, Hash256 Sum)> total, long fromHour, long toHour)
    {
        lock (_gate)
        {
            foreach (var (key, (count, sum)) in _cells)
            {
                if (key.Hour >= toHour)
                {
                    break;
                }

                if (key.Hour >= fromHour)
                {
                    Add(total, new CellSum(key, count, sum));
                }
            }
        }
    }

    /// <summary>Writes the cells in order: number, then per cell the hour and the version as differences, geohash, count and sum.</summary>
    public void Write(ByteWriter output)
    {
        lock (_gate)
        {
            output.Varint((uint)_cells.Count);
            long hour = 0;
            foreach (var (key, (count, sum)) in _cells)
            {
                output.Varint((ulong)(key.Hour - hour));
                hour = key.Hour;
                output.Varint((uint)key.PayloadVersion);
                output.Text(key.Geohash);
                output.Varint((ulong)count);
                sum.CopyTo(output.Reserve(Hash256.Size));
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote. Throws <see cref="InvalidDataException"/>.</summary>
    public static CellSums Read(ReadOnlySpan<byte> bytes)
    {
        var input = new ByteReader(bytes);
        var sums = new CellSums();
        long hour = 0;
        for (var left = input.Count(); left > 0; left--)
        {
            hour = checked(hour + (long)input.Varint());
            var version = checked((int)input.Varint());
            var geohash = input.Text();
            var count = checked((long)input.Varint());
            Add(sums._cells, new CellSum(new CellKey(hour, version, geohash), count, new Hash256(input.Bytes(Hash256.Size))));
        }

        return sums;
    }

    /// <summary>Adds a cell to a sum.</summary>
    public static void Add(SortedDictionary<CellKey, (long Count, Hash256 Sum)> total, CellSum cell)
    {
        total.TryGetValue(cell.Key, out var held);
        total[cell.Key] = (held.Count + cell.Count, Hash256.Add(held.Sum, cell.Sum));
    }
}
