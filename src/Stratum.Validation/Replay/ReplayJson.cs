using System.Text.Json;
using Stratum.Core;

namespace Stratum.Validation;

/// <summary>A line of NDJSON.</summary>
internal static class ReplayJson
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    /// <summary>Reads the members that validation needs and passes over all others.</summary>
    public static ReplayFields Read(ReadOnlySpan<byte> line)
    {
        var fields = default(ReplayFields);
        var reader = new Utf8JsonReader(line, Options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new ReplayFields { Error = new DraftError("", "is not a JSON object") };
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                Take(name, ref reader, ref fields);
            }

            return reader.Read() ? new ReplayFields { Error = new DraftError("", "has text after the JSON object") } : fields;
        }
        catch (JsonException)
        {
            return new ReplayFields { Error = new DraftError("", "is not a JSON object") };
        }
        catch (InvalidOperationException)
        {
            return new ReplayFields { Error = new DraftError("", "has bytes that are not UTF-8") };
        }
    }

    private static void Take(string name, ref Utf8JsonReader reader, ref ReplayFields fields)
    {
        switch (name)
        {
            case "device_id": fields.DeviceId = Text(name, ref reader, ref fields); break;
            case "reading_type": fields.ReadingType = Text(name, ref reader, ref fields); break;
            case "unit": fields.Unit = Text(name, ref reader, ref fields); break;
            case "sensor_model": fields.SensorModel = Text(name, ref reader, ref fields); break;
            case "deployment_type": fields.DeploymentType = Text(name, ref reader, ref fields); break;
            case "timestamp": fields.Timestamp = Instant(ref reader, ref fields); break;
            case "value": fields.Value = Number(name, ref reader, ref fields); break;
            case "latitude": fields.Latitude = Number(name, ref reader, ref fields); break;
            case "longitude": fields.Longitude = Number(name, ref reader, ref fields); break;
            case "altitude": fields.Altitude = Number(name, ref reader, ref fields); break;
            default: reader.Skip(); break;
        }
    }

    private static string? Text(string name, ref Utf8JsonReader reader, ref ReplayFields fields)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            return reader.GetString();
        }

        Refuse(name, "is not a string", ref reader, ref fields);
        return null;
    }

    private static double? Number(string name, ref Utf8JsonReader reader, ref ReplayFields fields)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        Refuse(name, "is not a finite number", ref reader, ref fields);
        return null;
    }

    private static long? Instant(ref Utf8JsonReader reader, ref ReplayFields fields)
    {
        if (reader.TokenType is JsonTokenType.Number && ReplayText.TryInstant(System.Text.Encoding.ASCII.GetString(reader.ValueSpan), out var timestamp))
        {
            return timestamp;
        }

        if (reader.TokenType == JsonTokenType.String && ReplayText.TryInstant(reader.GetString(), out timestamp))
        {
            return timestamp;
        }

        Refuse("timestamp", "is neither Unix seconds nor RFC 3339", ref reader, ref fields);
        return null;
    }

    private static void Refuse(string name, string reason, ref Utf8JsonReader reader, ref ReplayFields fields)
    {
        reader.Skip();
        fields.Error ??= new DraftError(name, reason);
    }
}
