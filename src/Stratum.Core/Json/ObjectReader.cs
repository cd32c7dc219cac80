using System.Text.Json;

namespace Stratum.Core;

/// <summary>Takes the fields of a JSON object one after the other.</summary>
internal interface IObjectFieldSink
{
    /// <summary>Reads one value (the reader stands on it, and on its end when this returns). An error ends the reading.</summary>
    DraftError? Field(string name, ref Utf8JsonReader value);
}

/// <summary>Walks the top level of one JSON object and turns every fault of its text into an error that names the field.</summary>
internal static class ObjectReader
{
    // Longer names are no field of ours; the error shows this much of them.
    private const int NameBytesMax = 256;

    public static DraftError? Read<TSink>(ReadOnlySpan<byte> json, JsonReaderOptions options, ref TSink sink)
        where TSink : struct, IObjectFieldSink
    {
        var reader = new Utf8JsonReader(json, options);
        var name = "";
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new DraftError("", "is not a JSON object");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                name = "";
                if (reader.ValueSpan.Length > NameBytesMax)
                {
                    return new DraftError("", $"has a key of more than {NameBytesMax} bytes");
                }

                name = reader.GetString() ?? "";
                var before = reader.BytesConsumed;
                if (IsNotANumber(json[(int)before..]))
                {
                    return new DraftError(name, "is not a finite number");
                }

                reader.Read();
                if (sink.Field(name, ref reader) is { } error)
                {
                    return error;
                }

                name = "";
            }

            // The reader has already checked that nothing but white space follows the closing brace only after one more read.
            return reader.Read() ? new DraftError("", "has text after the JSON object") : null;
        }
        catch (JsonException e)
        {
            return new DraftError("", $"is not a JSON object: {FirstSentence(e.Message)}");
        }
        catch (InvalidOperationException)
        {
            return new DraftError(name, "has an unpaired surrogate or bytes that are not UTF-8");
        }
    }

    // NaN and Infinity are not JSON, but writers produce them; naming the field helps more than "invalid literal".
    private static bool IsNotANumber(ReadOnlySpan<byte> afterName)
    {
        var rest = afterName.TrimStart(" \t\r\n:"u8);
        rest = rest.StartsWith("-"u8) ? rest[1..] : rest;
        return rest.StartsWith("NaN"u8) || rest.StartsWith("nan"u8) || rest.StartsWith("Infinity"u8);
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
