using Stratum.Core;

namespace Stratum.Storage;

/// <summary>A query with its cursor taken in and its series found.</summary>
internal sealed class QueryPlan
{
    private readonly GeoBox? _box;
    private readonly GeoBox? _circle;
    private readonly Func<Series, long> _floorOf;

    /// <param name="query">What is asked.</param>
    /// <param name="catalogue">Every series.</param>
    /// <param name="floorOf">Below which instant nothing of a series is kept.</param>
    /// <param name="lowest">The lowest of these.</param>
    public QueryPlan(ObservationQuery query, SeriesCatalogue catalogue, Func<Series, long> floorOf, long lowest)
    {
        _floorOf = floorOf;
        Query = query;
        if (query.Cursor is { } text)
        {
            After = QueryCursor.TryParse(text, out var key)
                ? key
                : throw new StratumException($"cursor '{text}' is not one that this store gave; start without a cursor");
        }

        From = Math.Max(Math.Max(query.From, lowest), !query.Descending && After is { } lower ? lower.Timestamp : 0);
        To = query.Descending && After is { } upper ? Math.Min(query.To, upper.Timestamp + 1) : query.To;
        _box = query.Box;
        _circle = query.Centre is { } centre ? GeoBox.Around(centre, query.RadiusKm) : null;
        Series = FindSeries(catalogue);
    }

    public ObservationQuery Query { get; }

    /// <summary>Rows up to this key were given out already; null at the beginning.</summary>
    public RowKey? After { get; }

    /// <summary>First instant, included. The whole second of a cursor is read again, so that its contents fold as they did before.</summary>
    public long From { get; }

    /// <summary>First instant of a series: what retention has taken of it may still be there.</summary>
    public long FromOf(SeriesEntry entry) => Math.Max(From, _floorOf(entry.Series));

    /// <summary>End, excluded.</summary>
    public long To { get; }

    public bool Descending => Query.Descending;

    /// <summary>Series to read, by number; null for all.</summary>
    public Dictionary<uint, SeriesEntry>? Series { get; }

    /// <summary>Whether a place is asked for.</summary>
    public bool HasPlace => _box is not null || _circle is not null;

    /// <summary>Whether signer and deployment may be shown. Rows of others still count as witnesses.</summary>
    public bool Shows(Series series) =>
        (Query.NodeId is not { } signer || series.Signer == signer) && (Query.Deployment is not { } deployment || series.Deployment == deployment);

    /// <summary>Whether the row comes after the cursor.</summary>
    public bool IsPast(RowKey key) => After is not { } cursor || (Descending ? key.CompareTo(cursor) < 0 : key.CompareTo(cursor) > 0);

    /// <summary>Whether the row lies where the query asks.</summary>
    public bool IsInPlace(Observation observation)
    {
        if (!HasPlace)
        {
            return true;
        }

        return observation.Position is { } point
            && (_box is not { } box || box.Contains(point))
            && (Query.Centre is not { } centre || centre.DistanceKmTo(point) <= Query.RadiusKm);
    }

    private bool MayBeInPlace(SeriesEntry entry) => !HasPlace
        || (entry.Extent is { } extent && (_box is not { } box || extent.Intersects(box)) && (_circle is not { } circle || extent.Intersects(circle)));

    private Dictionary<uint, SeriesEntry>? FindSeries(SeriesCatalogue catalogue)
    {
        if (Query.DeviceId is null && Query.NodeId is null && Query.ReadingType is null && Query.Deployment is null && !HasPlace)
        {
            return null;
        }

        var found = new Dictionary<uint, SeriesEntry>();
        foreach (var entry in Query.DeviceId is { } device ? catalogue.OfDevice(device) : catalogue.All())
        {
            if ((Query.ReadingType is not { } type || string.Equals(entry.Series.ReadingType, type, StringComparison.Ordinal))
                && Shows(entry.Series)
                && MayBeInPlace(entry))
            {
                found[entry.Id] = entry;
            }
        }

        if (!Query.AllDuplicates && (Query.NodeId is not null || Query.Deployment is not null || HasPlace))
        {
            AddWitnesses(catalogue, found);
        }

        return found;
    }

    // Another node may have signed the same reading, with another place or none: it must be read to fold it.
    private static void AddWitnesses(SeriesCatalogue catalogue, Dictionary<uint, SeriesEntry> found)
    {
        foreach (var entry in found.Values.ToArray())
        {
            foreach (var other in catalogue.OfDevice(entry.Series.DeviceId))
            {
                if (string.Equals(other.Series.ReadingType, entry.Series.ReadingType, StringComparison.Ordinal))
                {
                    found[other.Id] = other;
                }
            }
        }
    }
}
