using System.Buffers;
using System.Globalization;
using System.Text;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>Observations as CSV (RFC 4180): a header line, CRLF, quotes where they are needed, nothing for null.</summary>
internal static class CsvObservation
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

    public static void WriteHeader(IBufferWriter<byte> output, IReadOnlyList<NamedColumn> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            output.Write(i == 0 ? ""u8 : ","u8);
            output.Write(columns[i].Name.EncodedUtf8Bytes);
        }

        output.Write("\r\n"u8);
    }

    public static void Write(IBufferWriter<byte> output, StoredObservation stored, IReadOnlyList<NamedColumn> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            output.Write(i == 0 ? ""u8 : ","u8);
            WriteValue(output, stored, columns[i]);
        }

        output.Write("\r\n"u8);
    }

    private static void WriteValue(IBufferWriter<byte> output, StoredObservation stored, NamedColumn column)
    {
        var observation = stored.Observation.Observation;
        switch (column.Column)
        {
            case ObservationColumn.Text: WriteText(output, observation.Series[column.Text]); break;
            case ObservationColumn.Altitude: WriteDouble(output, observation.Altitude); break;
            case ObservationColumn.Latitude: WriteDouble(output, observation.Position?.Latitude); break;
            case ObservationColumn.Longitude: WriteDouble(output, observation.Position?.Longitude); break;
            case ObservationColumn.SigningPayloadVersion: WriteInteger(output, observation.Series.PayloadVersion); break;
            case ObservationColumn.Timestamp: WriteInteger(output, observation.Timestamp); break;
            case ObservationColumn.Value: WriteDouble(output, observation.Value); break;
            default: WriteStationValue(output, stored, column.Column); break;
        }
    }

    private static void WriteStationValue(IBufferWriter<byte> output, StoredObservation stored, ObservationColumn column)
    {
        switch (column)
        {
            case ObservationColumn.ReadingId: WriteText(output, CanonicalForm.ReadingIdOf(stored.Observation.Observation).ToString()); break;
            case ObservationColumn.ContentId: WriteText(output, stored.Observation.ContentId.ToString()); break;
            case ObservationColumn.Signature: WriteText(output, stored.Observation.Signature.ToString()); break;
            case ObservationColumn.PublicKey: WriteText(output, Convert.ToBase64String(stored.Series.Signer.PublicKey.ToArray())); break;
            case ObservationColumn.NodeId: WriteText(output, stored.Series.Signer.ToString()); break;
            case ObservationColumn.KeyVersion: WriteInteger(output, ObservationJson.KeyVersion); break;
            case ObservationColumn.Witnesses: WriteInteger(output, stored.Witnesses); break;
            case ObservationColumn.ReceivedAt: WriteDouble(output, stored.ReceivedAtMs / 1000.0); break;
            case ObservationColumn.ReceivedVia: WriteText(output, StationNames.Of(stored.ReceivedVia)); break;
            case ObservationColumn.TimeSource: WriteText(output, StationNames.Of(stored.TimeSource)); break;
            case ObservationColumn.Confidence: WriteDouble(output, Math.Round(stored.Assessment.Confidence, 4)); break;
            case ObservationColumn.Flag: WriteInteger(output, (int)stored.Assessment.Flag); break;
            default: WriteText(output, string.Join("; ", stored.Assessment.Reasons)); break;
        }
    }

    private static void WriteText(IBufferWriter<byte> output, string text)
    {
        var needsQuotes = text.AsSpan().ContainsAny(Quoted);
        Encoding.UTF8.GetBytes(needsQuotes ? $"\"{text.Replace("\"", "\"\"")}\"" : text, output);
    }

    private static void WriteInteger(IBufferWriter<byte> output, long value)
    {
        value.TryFormat(output.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private static void WriteDouble(IBufferWriter<byte> output, double? value)
    {
        if (value is { } number)
        {
            CanonicalDouble.TryFormat(number, output.GetSpan(CanonicalDouble.MaxBytes), out var written);
            output.Advance(written);
        }
    }
}
