using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Stratum.Core;

namespace Stratum.Mesh.Backfill;

/// <summary>What two nodes compare: observations with from &lt;= timestamp &lt; to in the cells that both know and want.</summary>
internal sealed record CommonSet(long From, long To, CommonCells Cells)
{
    public const int SecondsPerHour = 3600;

    public const int HoursPerDay = 24;

    /// <summary>The first whole hour that is entirely above the floor: floors move with the clock, and hours are compared whole.</summary>
    public static long FirstWholeHour(long retentionFloor) => (retentionFloor + SecondsPerHour - 1) / SecondsPerHour * SecondsPerHour;

    /// <summary>
    /// Adds the hash of each hour of from &lt;= timestamp &lt; to that is not empty, oldest first, as the store has them now. Holds the cells of one hour at
    /// a time.
    /// </summary>
    public static void AddHours(IMeshStore store, CommonCells wanted, long from, long to, List<HourHash> hours)
    {
        var cells = new List<CellSum>();
        foreach (var cell in store.Sums(from, to))
        {
            if (!wanted.Include(cell.Key))
            {
                continue;
            }

            if (cells.Count > 0 && cells[0].Key.Hour != cell.Key.Hour)
            {
                Close();
            }

            cells.Add(cell);
        }

        if (cells.Count > 0)
        {
            Close();
        }

        void Close()
        {
            hours.Add(new HourHash(cells[0].Key.Hour, HashOf(CollectionsMarshal.AsSpan(cells))));
            cells.Clear();
        }
    }

    /// <summary>SHA-256 over hours, newest first: what two nodes with the same set have in common. The layout stands in docs/PROTOCOL.md.</summary>
    public static Hash256 HashOf(ReadOnlySpan<HourHash> hours)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> record = stackalloc byte[8 + Hash256.Size];
        foreach (var hour in hours)
        {
            BinaryPrimitives.WriteInt64BigEndian(record, hour.Hour);
            hour.Hash.CopyTo(record[8..]);
            hash.AppendData(record);
        }

        Span<byte> digest = stackalloc byte[Hash256.Size];
        hash.GetHashAndReset(digest);
        return new Hash256(digest);
    }

    /// <summary>The items of one hour inside the set, in order of (timestamp, id).</summary>
    public IReadOnlyList<ReconciliationItem> ItemsOf(IMeshStore store, long hour) =>
        PartOf(hour) is { } part ? store.Items(part.From, part.To, Cells.IsAll ? null : Cells.Include) : [];

    /// <summary>The hash of one hour inside the set as the store has it now; null when it is empty.</summary>
    public Hash256? HashOf(IMeshStore store, long hour)
    {
        var hashes = new List<HourHash>(1);
        if (PartOf(hour) is { } part)
        {
            AddHours(store, Cells, part.From, part.To, hashes);
        }

        return hashes.Count > 0 ? hashes[0].Hash : null;
    }

    // What of an hour lies inside the set.
    private (long From, long To)? PartOf(long hour)
    {
        var (from, to) = (Math.Max(From, hour * SecondsPerHour), Math.Min(To, (hour + 1) * SecondsPerHour));
        return from < to ? (from, to) : null;
    }

    /// <summary>The hash of each day that is not empty, newest first.</summary>
    public static List<HourHash> DaysOf(List<HourHash> hours)
    {
        var days = new List<HourHash>();
        for (var start = 0; start < hours.Count;)
        {
            var day = hours[start].Hour / HoursPerDay;
            var end = start;
            while (end < hours.Count && hours[end].Hour / HoursPerDay == day)
            {
                end++;
            }

            days.Add(new HourHash(day, HashOf(CollectionsMarshal.AsSpan(hours)[start..end])));
            start = end;
        }

        return days;
    }

    /// <summary>SHA-256 over the cells of an hour. The layout stands in docs/PROTOCOL.md.</summary>
    public static Hash256 HashOf(ReadOnlySpan<CellSum> cells)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> record = stackalloc byte[8 + 4 + 8 + Hash256.Size + 1 + 12];
        foreach (ref readonly var cell in cells)
        {
            BinaryPrimitives.WriteInt64BigEndian(record, cell.Key.Hour);
            BinaryPrimitives.WriteInt32BigEndian(record[8..], cell.Key.PayloadVersion);
            BinaryPrimitives.WriteInt64BigEndian(record[12..], cell.Count);
            cell.Sum.CopyTo(record[20..]);
            var length = Encoding.ASCII.GetBytes(cell.Key.Geohash, record[53..]);
            record[52] = (byte)length;
            hash.AppendData(record[..(53 + length)]);
        }

        Span<byte> digest = stackalloc byte[Hash256.Size];
        hash.GetHashAndReset(digest);
        return new Hash256(digest);
    }
}
