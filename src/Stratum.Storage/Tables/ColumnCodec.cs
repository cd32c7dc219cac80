using Stratum.Core;

namespace Stratum.Storage;

/// <summary>How the rows of one series become columns. Every double keeps all its bits.</summary>
internal static class ColumnCodec
{
    public static void Write(ByteWriter output, TableColumn column, ReadOnlySpan<StoredObservation> rows)
    {
        switch (column)
        {
            case TableColumn.Timestamps:
                WriteTimestamps(output, rows);
                break;
            case TableColumn.Values:
                foreach (var row in rows)
                {
                    output.Double(row.Observation.Observation.Value);
                }

                break;
            case TableColumn.Places:
                WritePlaces(output, rows);
                break;
            case TableColumn.ContentIds:
                foreach (var row in rows)
                {
                    row.Observation.ContentId.Hash.CopyTo(output.Reserve(Hash256.Size));
                }

                break;
            case TableColumn.Signatures:
                foreach (var row in rows)
                {
                    row.Observation.Signature.CopyTo(output.Reserve(Signature.Size));
                }

                break;
            case TableColumn.Station:
                WriteStation(output, rows);
                break;
            case TableColumn.Scores:
                ScoreCodec.Write(output, rows);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column), column, "not a column");
        }
    }

    public static void Read(ReadOnlySpan<byte> bytes, TableColumn column, BlockRows rows)
    {
        var input = new ByteReader(bytes);
        switch (column)
        {
            case TableColumn.Timestamps:
                ReadTimestamps(ref input, rows);
                break;
            case TableColumn.Values:
                for (var at = 0; at < rows.Count; at++)
                {
                    rows.Values[at] = input.Double();
                }

                break;
            case TableColumn.Places:
                ReadPlaces(ref input, rows);
                break;
            case TableColumn.ContentIds:
                for (var at = 0; at < rows.Count; at++)
                {
                    rows.ContentIds[at] = new ContentId(new Hash256(input.Bytes(Hash256.Size)));
                }

                break;
            case TableColumn.Signatures:
                for (var at = 0; at < rows.Count; at++)
                {
                    rows.Signatures[at] = Signature.FromBytes(input.Bytes(Signature.Size));
                }

                break;
            case TableColumn.Station:
                ReadStation(ref input, rows);
                break;
            case TableColumn.Scores:
                ScoreCodec.Read(ref input, rows);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column), column, "not a column");
        }
    }

    // Delta of delta: a sensor with a steady interval costs one byte a row.
    private static void WriteTimestamps(ByteWriter output, ReadOnlySpan<StoredObservation> rows)
    {
        long previous = 0, delta = 0;
        foreach (var row in rows)
        {
            var next = row.Timestamp - previous;
            output.ZigZag(next - delta);
            (previous, delta) = (row.Timestamp, next);
        }
    }

    private static void ReadTimestamps(ref ByteReader input, BlockRows rows)
    {
        long previous = 0, delta = 0;
        for (var at = 0; at < rows.Count; at++)
        {
            delta += input.ZigZag();
            previous += delta;
            rows.Timestamps[at] = previous;
        }
    }

    // A place, then for how many further rows it holds: a fixed station costs one place a block.
    private static void WritePlaces(ByteWriter output, ReadOnlySpan<StoredObservation> rows)
    {
        for (var at = 0; at < rows.Length;)
        {
            var first = rows[at].Observation.Observation;
            var run = 1;
            while (at + run < rows.Length && SamePlace(first, rows[at + run].Observation.Observation))
            {
                run++;
            }

            PlaceCodec.Write(output, first.Position, first.Altitude);
            output.Varint((uint)run);
            at += run;
        }
    }

    private static bool SamePlace(Observation left, Observation right) =>
        PlaceCodec.Same(left.Position, right.Position) && PlaceCodec.Same(left.Altitude, right.Altitude);

    private static void ReadPlaces(ref ByteReader input, BlockRows rows)
    {
        for (var at = 0; at < rows.Count;)
        {
            var place = PlaceCodec.Read(ref input);
            var run = input.Varint();
            if (run == 0 || run > (ulong)(rows.Count - at))
            {
                throw new InvalidDataException($"a place for {run} rows, {rows.Count - at} left");
            }

            rows.Places.AsSpan(at, (int)run).Fill(place);
            at += (int)run;
        }
    }

    private static void WriteStation(ByteWriter output, ReadOnlySpan<StoredObservation> rows)
    {
        long arrival = 0, received = 0;
        foreach (var row in rows)
        {
            output.ZigZag(row.ArrivalNumber - arrival);
            output.ZigZag(row.ReceivedAtMs - received);
            output.Byte((byte)((int)row.ReceivedVia | ((int)row.TimeSource << 2)));
            (arrival, received) = (row.ArrivalNumber, row.ReceivedAtMs);
        }
    }

    private static void ReadStation(ref ByteReader input, BlockRows rows)
    {
        long arrival = 0, received = 0;
        for (var at = 0; at < rows.Count; at++)
        {
            arrival += input.ZigZag();
            received += input.ZigZag();
            rows.Arrivals[at] = arrival;
            rows.ReceivedAtMs[at] = received;
            rows.Origins[at] = input.Byte();
        }
    }
}
