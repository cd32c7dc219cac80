namespace Stratum.Core;

/// <summary>
/// What two stores compare to find what one of them lacks: sums over cells of time and place, ids inside a cell, and the
/// observations behind ids. Cells are (UTC hour, payload version, geohash-3 or none).
/// </summary>
public interface IReconciliationSource
{
    /// <summary>
    /// The sums of every cell that has observations with from &lt;= timestamp &lt; to, in order of their key, of one moment. Needs no row reads for
    /// whole hours, and no more memory than a day's cells: enumerate it once, and to the end.
    /// </summary>
    IEnumerable<CellSum> Sums(long from, long to);

    /// <summary>
    /// The UTC days that may have observations with from &lt;= timestamp &lt; to, in order, each with a stamp of what its sums are made of. Needs no
    /// reads. A stamp that is taken before the sums and is still the same later promises the same sums.
    /// </summary>
    IReadOnlyList<DayStamp> Days(long from, long to);

    /// <summary>
    /// Timestamp and id of every observation with from &lt;= timestamp &lt; to in the cells that are wanted (null: in all), in order of
    /// (timestamp, id).
    /// </summary>
    IReadOnlyList<ReconciliationItem> Items(long from, long to, Predicate<CellKey>? isWanted);

    /// <summary>The observations behind items, in the same order; null for what is not held any more.</summary>
    IReadOnlyList<SignedObservation?> Find(ReadOnlySpan<ReconciliationItem> items);
}

/// <summary>What the sums of a UTC day are made of, without reading them.</summary>
/// <param name="Day">Unix seconds / 86400.</param>
/// <param name="Stamp">
/// Differs whenever the sums of the whole day may, and never comes back; in the memory of one process only. Null: nothing can be promised.
/// </param>
public readonly record struct DayStamp(long Day, UInt128? Stamp);

/// <summary>A cell of the set of observations.</summary>
/// <param name="Hour">Unix seconds / 3600.</param>
/// <param name="PayloadVersion">signing_payload_version.</param>
/// <param name="Geohash">Three characters, or "" for observations without a position.</param>
public readonly record struct CellKey(long Hour, int PayloadVersion, string Geohash) : IComparable<CellKey>
{
    /// <summary>By hour, version, geohash.</summary>
    public int CompareTo(CellKey other)
    {
        var order = Hour.CompareTo(other.Hour);
        order = order != 0 ? order : PayloadVersion.CompareTo(other.PayloadVersion);
        return order != 0 ? order : string.CompareOrdinal(Geohash, other.Geohash);
    }

    /// <summary>The hour of an instant in Unix seconds.</summary>
    public static long HourOf(long timestamp) => timestamp / 3600;

    /// <summary>The cell of an observation.</summary>
    public static CellKey Of(Observation observation) => new(
        HourOf(observation.Timestamp),
        observation.Series.PayloadVersion,
        observation.Position is { } position ? Core.Geohash.Encode(position, 3) : "");

    /// <summary>Order by hour, version, geohash.</summary>
    public static bool operator <(CellKey left, CellKey right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(CellKey left, CellKey right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(CellKey left, CellKey right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(CellKey left, CellKey right) => left.CompareTo(right) >= 0;
}

/// <summary>The sum of a cell: equal sets have equal sums, and the sum does not depend on the order of arrival.</summary>
/// <param name="Key">The cell.</param>
/// <param name="Count">How many observations.</param>
/// <param name="Sum">Sum of their content ids as big-endian numbers, mod 2^256.</param>
public readonly record struct CellSum(CellKey Key, long Count, Hash256 Sum);

/// <summary>An element of the set that is reconciled.</summary>
/// <param name="Timestamp">Unix seconds.</param>
/// <param name="ContentId">The content.</param>
public readonly record struct ReconciliationItem(long Timestamp, ContentId ContentId) : IComparable<ReconciliationItem>
{
    /// <summary>By timestamp, then id.</summary>
    public int CompareTo(ReconciliationItem other)
    {
        var order = Timestamp.CompareTo(other.Timestamp);
        return order != 0 ? order : ContentId.CompareTo(other.ContentId);
    }

    /// <summary>Order by timestamp, then id.</summary>
    public static bool operator <(ReconciliationItem left, ReconciliationItem right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(ReconciliationItem left, ReconciliationItem right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(ReconciliationItem left, ReconciliationItem right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(ReconciliationItem left, ReconciliationItem right) => left.CompareTo(right) >= 0;
}
