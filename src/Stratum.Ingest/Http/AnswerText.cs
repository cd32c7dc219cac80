using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>The answer to a body that could be read: what became of its readings.</summary>
internal static class AnswerText
{
    // The answer is never part of a page, so "<" and "+" may stand as they are.
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(int accepted, int duplicates, IReadOnlyList<Rejection> rejections)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, WriterOptions);
        json.WriteStartObject();
        json.WriteNumber("accepted", accepted);
        json.WriteNumber("duplicates", duplicates);
        json.WriteStartArray("rejected");
        foreach (var rejection in rejections)
        {
            json.WriteStartObject();
            json.WriteNumber("index", rejection.Index);
            json.WriteString("field", rejection.Error.Field);
            json.WriteString("reason", rejection.Error.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
