using System.Buffers;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>Observations as CSV (RFC 4180): a header line, CRLF, quotes where they are needed, nothing for null.</summary>
internal static class CsvObservation
{
    public static void WriteHeader(IBufferWriter<byte> output, IReadOnlyList<NamedColumn> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            output.Write(i == 0 ? ""u8 : ","u8);
            output.Write(columns[i].Name.EncodedUtf8Bytes);
        }

        CsvText.WriteEnd(output);
    }

    public static void Write(IBufferWriter<byte> output, StoredObservation stored, IReadOnlyList<NamedColumn> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            output.Write(i == 0 ? ""u8 : ","u8);
            WriteValue(output, stored, columns[i]);
        }

        CsvText.WriteEnd(output);
    }

    private static void WriteValue(IBufferWriter<byte> output, StoredObservation stored, NamedColumn column)
    {
        var observation = stored.Observation.Observation;
        switch (column.Column)
        {
            case ObservationColumn.Text: CsvText.WriteText(output, observation.Series[column.Text]); break;
            case ObservationColumn.Altitude: CsvText.WriteDouble(output, observation.Altitude); break;
            case ObservationColumn.Latitude: CsvText.WriteDouble(output, observation.Position?.Latitude); break;
            case ObservationColumn.Longitude: CsvText.WriteDouble(output, observation.Position?.Longitude); break;
            case ObservationColumn.SigningPayloadVersion: CsvText.WriteInteger(output, observation.Series.PayloadVersion); break;
            case ObservationColumn.Timestamp: CsvText.WriteInteger(output, observation.Timestamp); break;
            case ObservationColumn.Value: CsvText.WriteDouble(output, observation.Value); break;
            default: WriteStationValue(output, stored, column.Column); break;
        }
    }

    private static void WriteStationValue(IBufferWriter<byte> output, StoredObservation stored, ObservationColumn column)
    {
        switch (column)
        {
            case ObservationColumn.ReadingId: CsvText.WriteText(output, CanonicalForm.ReadingIdOf(stored.Observation.Observation).ToString()); break;
            case ObservationColumn.ContentId: CsvText.WriteText(output, stored.Observation.ContentId.ToString()); break;
            case ObservationColumn.Signature: CsvText.WriteText(output, stored.Observation.Signature.ToString()); break;
            case ObservationColumn.PublicKey: CsvText.WriteText(output, Convert.ToBase64String(stored.Series.Signer.PublicKey.ToArray())); break;
            case ObservationColumn.NodeId: CsvText.WriteText(output, stored.Series.Signer.ToString()); break;
            case ObservationColumn.KeyVersion: CsvText.WriteInteger(output, ObservationJson.KeyVersion); break;
            case ObservationColumn.Witnesses: CsvText.WriteInteger(output, stored.Witnesses); break;
            case ObservationColumn.ReceivedAt: CsvText.WriteDouble(output, stored.ReceivedAtMs / 1000.0); break;
            case ObservationColumn.ReceivedVia: CsvText.WriteText(output, StationNames.Of(stored.ReceivedVia)); break;
            case ObservationColumn.TimeSource: CsvText.WriteText(output, StationNames.Of(stored.TimeSource)); break;
            case ObservationColumn.Confidence: CsvText.WriteDouble(output, Math.Round(stored.Assessment.Confidence, 4)); break;
            case ObservationColumn.Flag: CsvText.WriteInteger(output, (int)stored.Assessment.Flag); break;
            default: CsvText.WriteText(output, string.Join("; ", stored.Assessment.Reasons)); break;
        }
    }
}
