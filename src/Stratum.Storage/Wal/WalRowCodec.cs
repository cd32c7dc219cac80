using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// The payload of a rows record: count, then for each row series, flags, value and deltas to the row before. Scores are not in the
/// log: a row that was not yet in a table is scored again after recovery.
/// </summary>
internal static class WalRowCodec
{
    private const byte AtHome = 1;
    private const int ViaShift = 1;
    private const int TimeSourceShift = 3;

    public static void Write(ByteWriter output, ReadOnlySpan<WalRow> rows, Dictionary<uint, WalSeriesState> segmentSeries)
    {
        output.Varint((uint)rows.Length);
        long timestamp = 0, arrival = 0, received = 0;
        foreach (ref readonly var row in rows)
        {
            var stored = row.Stored;
            var observation = stored.Observation.Observation;
            var atHome = segmentSeries[row.Entry.Id].IsAt(observation);
            output.Varint(row.Entry.Id);
            output.Byte((byte)((atHome ? AtHome : 0) | ((int)stored.ReceivedVia << ViaShift) | ((int)stored.TimeSource << TimeSourceShift)));
            output.ZigZag(observation.Timestamp - timestamp);
            output.ZigZag(stored.ArrivalNumber - arrival);
            output.ZigZag(stored.ReceivedAtMs - received);
            (timestamp, arrival, received) = (observation.Timestamp, stored.ArrivalNumber, stored.ReceivedAtMs);
            output.Double(observation.Value);
            if (!atHome)
            {
                PlaceCodec.Write(output, observation.Position, observation.Altitude);
            }

            stored.Observation.ContentId.Hash.CopyTo(output.Reserve(Hash256.Size));
            stored.Observation.Signature.CopyTo(output.Reserve(Signature.Size));
        }
    }

    /// <summary>
    /// Reads the rows. Where the record that defined a series was damaged, the catalogue may still know the series from elsewhere; a row
    /// that needs more (the place of the definition) is counted in <paramref name="orphans"/> and left out.
    /// </summary>
    public static void Read(
        ReadOnlySpan<byte> payload,
        Dictionary<uint, WalSeriesState> segmentSeries,
        SeriesCatalogue catalogue,
        List<WalRow> rows,
        ref int orphans)
    {
        var input = new ByteReader(payload);
        long timestamp = 0, arrival = 0, received = 0;
        for (var left = input.Count(); left > 0; left--)
        {
            var id = checked((uint)input.Varint());
            var flags = input.Byte();
            timestamp += input.ZigZag();
            arrival += input.ZigZag();
            received += input.ZigZag();
            var value = input.Double();
            var defined = segmentSeries.TryGetValue(id, out var series);
            var (position, altitude) = (flags & AtHome) != 0 ? (series.Position, series.Altitude) : PlaceCodec.Read(ref input);
            var contentId = new ContentId(new Hash256(input.Bytes(Hash256.Size)));
            var signature = Signature.FromBytes(input.Bytes(Signature.Size));
            var entry = defined ? series.Entry : (flags & AtHome) == 0 ? catalogue.Find(id) : null;
            if (entry is null)
            {
                orphans++;
                continue;
            }

            var signed = new SignedObservation(new Observation(entry.Series, timestamp, value, position, altitude), signature, contentId);
            rows.Add(new WalRow(entry, new StoredObservation(
                signed,
                arrival,
                received,
                (ReceivedVia)((flags >> ViaShift) & 3),
                (TimeSource)((flags >> TimeSourceShift) & 3),
                Assessment.NotEvaluated), IsOverride: false));
        }
    }
}
