using Stratum.Core;

namespace Stratum.Api;

/// <summary>The filter that /series and /export share.</summary>
internal static class SeriesFilter
{
    // Longer than any cursor that the store makes; what is longer need not be looked at.
    private const int MaxCursorCharacters = 512;
    private const double DefaultRadiusKm = 10;

    /// <summary>Reads the filter; what is wrong is in the reader's errors.</summary>
    /// <param name="query">The request.</param>
    /// <param name="store">Whose cursors are accepted.</param>
    /// <param name="isPlaceRequired">Whether a point or a device must be named.</param>
    public static ObservationQuery Read(QueryReader query, IObservationStore store, bool isPlaceRequired)
    {
        const string DeviceAccepted = "a device id of 1..128 characters";
        var deviceId = query.Text("device_id", 128, DeviceAccepted);
        var centre = query.Point(required: false);
        if (isPlaceRequired && !query.Has("device_id") && !query.Has("lat") && !query.Has("lng"))
        {
            query.Fail("lat", null, "is missing", "lat and lng (degrees, with radius_km) or device_id");
        }

        var radiusKm = query.Number("radius_km", 0.001, QueryReader.MaxRadiusKm, "km") ?? DefaultRadiusKm;
        if (query.Has("radius_km") && !query.Has("lat") && !query.Has("lng"))
        {
            query.Fail("radius_km", null, "needs a point", "radius_km together with lat and lng");
        }

        var from = query.Instant("from") ?? 0;
        var to = query.Instant("to") ?? long.MaxValue;
        if (from >= to)
        {
            query.Fail("to", to.ToString(), "is not after from", $"an instant after {from}; to is excluded");
        }

        return new ObservationQuery
        {
            DeviceId = deviceId,
            NodeId = query.Node(),
            ReadingType = query.ReadingType(),
            Deployment = query.Deployment(otherwise: AggregatesStations(query) ? Deployment.Outdoor : null),
            Centre = centre,
            RadiusKm = centre is null ? 0 : radiusKm,
            From = from,
            To = to,
            Descending = query.Choice("order", "asc", "desc") == "desc",
            AllDuplicates = query.Choice("duplicates", "all", "one") == "all",
            Cursor = Cursor(query, store),
        };
    }

    /// <summary>Whether what its signers withdrew is asked for, too; it is marked then.</summary>
    public static bool HasRetracted(QueryReader query) => query.Choice("retracted", "1", "0") == "1";

    // Steps are read as those of one climate; rows say of themselves where they are from, and whoever names a device means its data.
    private static bool AggregatesStations(QueryReader query) => query.Has("step") && !query.Has("device_id");

    private static string? Cursor(QueryReader query, IObservationStore store)
    {
        const string Accepted = "the next of an earlier answer, unchanged";
        var cursor = query.Text("cursor", MaxCursorCharacters, Accepted);
        if (cursor is null || store.IsCursor(cursor))
        {
            return cursor;
        }

        query.Fail("cursor", cursor, "is not a cursor", Accepted);
        return null;
    }
}
