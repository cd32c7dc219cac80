using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Node.Cli;

/// <summary>The line that stands in the place of a wrong draft: <c>{"error":{"field","reason"}}</c>.</summary>
internal static class ErrorLine
{
    // The reader of these lines is a person or a JSON parser, never a browser.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(DraftError error, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("field", error.Field);
        json.WriteString("reason", error.Reason);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
