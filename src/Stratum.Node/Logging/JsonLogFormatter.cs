using System.Buffers;
using System.Text;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace Stratum.Node.Logging;

/// <summary>One JSON object a line: time, level, message, source, exception, and the properties of the event.</summary>
internal sealed class JsonLogFormatter : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", logEvent.Timestamp.ToUniversalTime());
            json.WriteString("level", logEvent.Level.ToString());
            json.WriteString("message", logEvent.RenderMessage());
            foreach (var (name, value) in logEvent.Properties)
            {
                json.WriteString(name, value is ScalarValue { Value: string text } ? text : value.ToString());
            }

            if (logEvent.Exception is { } exception)
            {
                json.WriteString("exception", exception.ToString());
            }

            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
