using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Count and sum of content ids per cell: what a memtable counts on append and a table carries in its file. One writer adds, any thread
/// reads.
/// </summary>
internal sealed class CellSums
{
    private static long _lastNumber;

    private readonly SortedDictionary<CellKey, Cell> _cells = [];
    private readonly Lock _gate = new();
    private readonly long _number = Interlocked.Increment(ref _lastNumber);
    private long _observations;

    /// <summary>Which sums these are, from 1, and how many observations they count: both the same, nothing has changed.</summary>
    public (long Number, long Observations) State
    {
        get
        {
            lock (_gate)
            {
                return (_number, _observations);
            }
        }
    }

    /// <summary>Adds an observation that was not held before.</summary>
    public void Add(SignedObservation signed)
    {
        var last = default(Last);
        Add(signed, ref last);
    }

    /// <summary>Adds an observation that was not held before. A series stays in its cell mostly, and <paramref name="last"/> keeps it at hand.</summary>
    public void Add(SignedObservation signed, ref Last last)
    {
        var observation = signed.Observation;
        var hour = CellKey.HourOf(observation.Timestamp);
        lock (_gate)
        {
            if (last.Cell is not { } cell || last.Owner != _number || last.Hour != hour || last.Position != observation.Position)
            {
                cell = CellAt(CellKey.Of(observation));
                last = new Last(_number, hour, observation.Position, cell);
            }

            _observations++;
            cell.Count++;
            cell.Sum = Hash256.Add(cell.Sum, signed.ContentId.Hash);
        }
    }

    /// <summary>Adds the cells of the hours from &lt;= hour &lt; to to a list over several sources.</summary>
    public void AddTo(List<CellSum> cells, long fromHour, long toHour)
    {
        lock (_gate)
        {
            foreach (var (key, cell) in _cells)
            {
                if (key.Hour >= toHour)
                {
                    break;
                }

                if (key.Hour >= fromHour)
                {
                    cells.Add(new CellSum(key, cell.Count, cell.Sum));
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
            foreach (var (key, cell) in _cells)
            {
                output.Varint((ulong)(key.Hour - hour));
                hour = key.Hour;
                output.Varint((uint)key.PayloadVersion);
                output.Text(key.Geohash);
                output.Varint((ulong)cell.Count);
                cell.Sum.CopyTo(output.Reserve(Hash256.Size));
            }
        }
    }

    /// <summary>Adds the cells of the hours from &lt;= hour &lt; to of what <see cref="Write"/> wrote. Throws <see cref="InvalidDataException"/>.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, List<CellSum> cells, long fromHour, long toHour)
    {
        var input = new ByteReader(bytes);
        long hour = 0;
        for (var left = input.Count(); left > 0; left--)
        {
            hour = checked(hour + (long)input.Varint());
            var version = checked((int)input.Varint());
            var geohash = CellNames.Of(input.Bytes(input.Count()));
            var count = checked((long)input.Varint());
            var sum = input.Bytes(Hash256.Size);
            if (hour >= fromHour && hour < toHour)
            {
                cells.Add(new CellSum(new CellKey(hour, version, geohash), count, new Hash256(sum)));
            }
        }
    }

    /// <summary>Brings cells of several sources into order and adds up those of one key.</summary>
    public static void Combine(List<CellSum> cells)
    {
        cells.Sort(static (left, right) => left.Key.CompareTo(right.Key));
        var last = -1;
        for (var at = 0; at < cells.Count; at++)
        {
            if (last >= 0 && cells[last].Key == cells[at].Key)
            {
                cells[last] = new CellSum(cells[at].Key, cells[last].Count + cells[at].Count, Hash256.Add(cells[last].Sum, cells[at].Sum));
            }
            else
            {
                cells[++last] = cells[at];
            }
        }

        cells.RemoveRange(last + 1, cells.Count - last - 1);
    }

    private Cell CellAt(CellKey key)
    {
        if (!_cells.TryGetValue(key, out var cell))
        {
            _cells.Add(key, cell = new Cell());
        }

        return cell;
    }

    /// <summary>The cell of a series' last row. It names its owner by number, so that it keeps no retired sums alive.</summary>
    internal readonly record struct Last(long Owner, long Hour, GeoPoint? Position, Cell? Cell);

    /// <summary>Count and sum modulo 2^256 of one cell.</summary>
    internal sealed class Cell
    {
        public long Count { get; set; }

        public Hash256 Sum { get; set; }
    }
}
