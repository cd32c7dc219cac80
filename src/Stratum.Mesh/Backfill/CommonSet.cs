using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Stratum.Core;

namespace Stratum.Mesh.Backfill;

/// <summary>
/// What two nodes compare: observations with from &lt;= timestamp &lt; to, of the payload versions that both know.
/// </summary>
internal sealed record CommonSet(long From, long To, int VersionMax)
{
    public const int SecondsPerHour = 3600;

    /// <summary>The place in a cell's key: three characters, or none for observations without a position.</summary>
    public const int GeohashCharacters = 3;

    /// <summary>The first whole hour that is entirely above the floor: floors move with the clock, and hours are compared whole.</summary>
    public static long FirstWholeHour(long retentionFloor) => (retentionFloor + SecondsPerHour - 1) / SecondsPerHour * SecondsPerHour;

    /// <summary>The hash of each hour that is not empty, newest first. Holds the cells of one hour at a time.</summary>
    public List<HourHash> Hours(IMeshStore store)
    {
        var hours = new List<HourHash>();
        var cells = new List<CellSum>();
        foreach (var cell in From < To ? store.Sums(From, To) : [])
        {
            if (cell.Key.PayloadVersion > VersionMax)
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

        hours.Reverse();
        return hours;

        void Close()
        {
            hours.Add(new HourHash(cells[0].Key.Hour, HashOf(CollectionsMarshal.AsSpan(cells))));
            cells.Clear();
        }
    }

    /// <summary>SHA-256 over hours, newest first: what two nodes with the same set have in common. The layout stands in docs/PROTOCOL.md.</summary>
    public static Hash256 HashOf(List<HourHash> hours)
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

    /// <summary>The sums of one hour's cells.</summary>
    public List<CellSum> SumsOf(IMeshStore store, long hour)
    {
        var from = Math.Max(From, hour * SecondsPerHour);
        var to = Math.Min(To, (hour + 1) * SecondsPerHour);
        return from < to ? [.. store.Sums(from, to).Where(cell => cell.Key.PayloadVersion <= VersionMax)] : [];
    }

    /// <summary>The items of the given cells inside the set, in order of (timestamp, id).</summary>
    public List<ReconciliationItem> Items(IMeshStore store, IEnumerable<CellKey> cells)
    {
        var items = new List<ReconciliationItem>();
        foreach (var cell in cells)
        {
            foreach (var item in store.Items(cell))
            {
                if (item.Timestamp >= From && item.Timestamp < To)
                {
                    items.Add(item);
                }
            }
        }

        items.Sort();
        return items;
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
