using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>An observation as an object of the asked fields only, in the asked order, spelt as in the full object.</summary>
internal static class SlimObservationJson
{
    public static void Write(Utf8JsonWriter json, StoredObservation stored, IReadOnlyList<NamedColumn> columns)
    {
        json.WriteStartObject();
        for (var i = 0; i < columns.Count; i++)
        {
            json.WritePropertyName(columns[i].Name);
            WriteValue(json, stored, columns[i]);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, StoredObservation stored, NamedColumn column)
    {
        var observation = stored.Observation.Observation;
        switch (column.Column)
        {
            case ObservationColumn.Text: json.WriteStringValue(observation.Series[column.Text]); break;
            case ObservationColumn.Altitude: WriteDouble(json, observation.Altitude); break;
            case ObservationColumn.Latitude: WriteDouble(json, observation.Position?.Latitude); break;
            case ObservationColumn.Longitude: WriteDouble(json, observation.Position?.Longitude); break;
            case ObservationColumn.SigningPayloadVersion: json.WriteNumberValue(observation.Series.PayloadVersion); break;
            case ObservationColumn.Timestamp: json.WriteNumberValue(observation.Timestamp); break;
            case ObservationColumn.Value: WriteDouble(json, observation.Value); break;
            default: WriteStationValue(json, stored, column.Column); break;
        }
    }

    private static void WriteStationValue(Utf8JsonWriter json, StoredObservation stored, ObservationColumn column)
    {
        switch (column)
        {
            case ObservationColumn.ReadingId: json.WriteStringValue(CanonicalForm.ReadingIdOf(stored.Observation.Observation).ToString()); break;
            case ObservationColumn.ContentId: json.WriteStringValue(stored.Observation.ContentId.ToString()); break;
            case ObservationColumn.Signature: json.WriteStringValue(stored.Observation.Signature.ToString()); break;
            case ObservationColumn.PublicKey: WritePublicKey(json, stored.Series.Signer); break;
            case ObservationColumn.NodeId: json.WriteStringValue(stored.Series.Signer.ToString()); break;
            case ObservationColumn.KeyVersion: json.WriteNumberValue(ObservationJson.KeyVersion); break;
            case ObservationColumn.Witnesses: json.WriteNumberValue(stored.Witnesses); break;
            case ObservationColumn.ReceivedAt: WriteDouble(json, stored.ReceivedAtMs / 1000.0); break;
            case ObservationColumn.ReceivedVia: json.WriteStringValue(StationNames.Of(stored.ReceivedVia)); break;
            case ObservationColumn.TimeSource: json.WriteStringValue(StationNames.Of(stored.TimeSource)); break;
            case ObservationColumn.Confidence: WriteDouble(json, Math.Round(stored.Assessment.Confidence, 4)); break;
            case ObservationColumn.Flag: json.WriteNumberValue((int)stored.Assessment.Flag); break;
            default: WriteReasons(json, stored.Assessment.Reasons); break;
        }
    }

    private static void WritePublicKey(Utf8JsonWriter json, NodeId signer)
    {
        Span<byte> key = stackalloc byte[Hash256.Size];
        signer.PublicKey.CopyTo(key);
        json.WriteBase64StringValue(key);
    }

    private static void WriteReasons(Utf8JsonWriter json, IReadOnlyList<string> reasons)
    {
        json.WriteStartArray();
        for (var i = 0; i < reasons.Count; i++)
        {
            json.WriteStringValue(reasons[i]);
        }

        json.WriteEndArray();
    }

    // The canonical layout (22.0), as the full object has it.
    private static void WriteDouble(Utf8JsonWriter json, double? value)
    {
        if (value is not { } number)
        {
            json.WriteNullValue();
            return;
        }

        Span<byte> digits = stackalloc byte[CanonicalDouble.MaxBytes];
        CanonicalDouble.TryFormat(number, digits, out var length);
        json.WriteRawValue(digits[..length], skipInputValidation: true);
    }
}
