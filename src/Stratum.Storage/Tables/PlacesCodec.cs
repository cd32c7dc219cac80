using Stratum.Core;

namespace Stratum.Storage;

/// <summary>Positions and altitudes of a block: runs of one place for what stands still, columns of numbers for what moves.</summary>
internal static class PlacesCodec
{
    private const byte Runs = 0;
    private const byte Columns = 1;

    // A run costs up to 27 bytes; a moving row in columns about six.
    private const int RowsPerRun = 4;

    public static void Write(ByteWriter output, ReadOnlySpan<StoredObservation> rows)
    {
        var runs = 1;
        for (var at = 1; at < rows.Length; at++)
        {
            runs += Same(rows[at - 1], rows[at]) ? 0 : 1;
        }

        if (runs > 1 + (rows.Length / RowsPerRun))
        {
            output.Byte(Columns);
            WriteColumns(output, rows);
        }
        else
        {
            output.Byte(Runs);
            WriteRuns(output, rows);
        }
    }

    /// <summary>Reads as many places as there is room for. Throws <see cref="InvalidDataException"/>.</summary>
    public static void Read(ref ByteReader input, Span<(GeoPoint? Position, double? Altitude)> places)
    {
        switch (input.Byte())
        {
            case Runs:
                ReadRuns(ref input, places);
                break;
            case Columns:
                ReadColumns(ref input, places);
                break;
            case var mode:
                throw new InvalidDataException($"{mode} is no way to write places");
        }
    }

    private static void WriteRuns(ByteWriter output, ReadOnlySpan<StoredObservation> rows)
    {
        for (var at = 0; at < rows.Length;)
        {
            var run = 1;
            while (at + run < rows.Length && Same(rows[at], rows[at + run]))
            {
                run++;
            }

            PlaceCodec.Write(output, rows[at].Observation.Observation.Position, rows[at].Observation.Observation.Altitude);
            output.Varint((uint)run);
            at += run;
        }
    }

    private static void ReadRuns(ref ByteReader input, Span<(GeoPoint? Position, double? Altitude)> places)
    {
        for (var at = 0; at < places.Length;)
        {
            var place = PlaceCodec.Read(ref input);
            var run = input.Varint();
            if (run == 0 || run > (ulong)(places.Length - at))
            {
                throw new InvalidDataException($"a place for {run} rows, {places.Length - at} left");
            }

            places.Slice(at, (int)run).Fill(place);
            at += (int)run;
        }
    }

    private static void WriteColumns(ByteWriter output, ReadOnlySpan<StoredObservation> rows)
    {
        var present = new long[rows.Length];
        List<double> latitudes = [], longitudes = [], altitudes = [];
        for (var at = 0; at < rows.Length; at++)
        {
            var observation = rows[at].Observation.Observation;
            if (observation.Position is { } position)
            {
                present[at] = PlaceCodec.HasPosition;
                latitudes.Add(position.Latitude);
                longitudes.Add(position.Longitude);
            }

            if (observation.Altitude is { } altitude)
            {
                present[at] |= PlaceCodec.HasAltitude;
                altitudes.Add(altitude);
            }
        }

        PackedInts.Write(output, present, PackedInts.PlanOf(present, new long[present.Length]));
        foreach (var column in (List<double>[])[latitudes, longitudes, altitudes])
        {
            ValueCodec.Write(output, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(column));
        }
    }

    private static void ReadColumns(ref ByteReader input, Span<(GeoPoint? Position, double? Altitude)> places)
    {
        var present = new long[places.Length];
        PackedInts.Read(ref input, present);
        var latitudes = new double[present.Count(static flags => (flags & PlaceCodec.HasPosition) != 0)];
        var longitudes = new double[latitudes.Length];
        var altitudes = new double[present.Count(static flags => (flags & PlaceCodec.HasAltitude) != 0)];
        ValueCodec.Read(ref input, latitudes);
        ValueCodec.Read(ref input, longitudes);
        ValueCodec.Read(ref input, altitudes);
        for (int at = 0, position = 0, altitude = 0; at < places.Length; at++)
        {
            GeoPoint? point = (present[at] & PlaceCodec.HasPosition) != 0 ? new GeoPoint(latitudes[position], longitudes[position++]) : null;
            double? metres = (present[at] & PlaceCodec.HasAltitude) != 0 ? altitudes[altitude++] : null;
            places[at] = (point, metres);
        }
    }

    private static bool Same(StoredObservation left, StoredObservation right) =>
        PlaceCodec.Same(left.Observation.Observation.Position, right.Observation.Observation.Position)
        && PlaceCodec.Same(left.Observation.Observation.Altitude, right.Observation.Observation.Altitude);
}
