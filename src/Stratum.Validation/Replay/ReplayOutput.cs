using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Validation;

/// <summary>The scored lines of <c>stratum validate</c>.</summary>
public sealed class ReplayOutput : IDisposable
{
    // The reader of these lines is a person or a JSON parser, never a browser.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly IBufferWriter<byte> _output;
    private readonly Utf8JsonWriter _json;

    /// <summary>Writes to a buffer.</summary>
    public ReplayOutput(IBufferWriter<byte> output)
    {
        _output = output;
        _json = new Utf8JsonWriter(output, Options);
    }

    /// <summary>Writes the line of an input line; <paramref name="assessment"/> is not looked at when it has no value or is faulty.</summary>
    public void Write(in ReplayLine line, Assessment? assessment)
    {
        _json.Reset();
        _json.WriteStartObject();
        if (line.Error is { } error)
        {
            _json.WriteStartObject("error");
            _json.WriteString("field", error.Field);
            _json.WriteString("reason", error.Reason);
            _json.WriteEndObject();
        }
        else
        {
            WriteScored(line.Observation!, line.Value, line.IsScored ? assessment! : Missing);
        }

        _json.WriteEndObject();
        _json.Flush();
        _output.Write("\n"u8);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private static readonly Assessment Missing = new(0, QualityFlag.Missing, ["no value"]);

    private void WriteScored(Observation observation, double value, Assessment assessment)
    {
        _json.WriteString("device_id", observation.Series.DeviceId);
        _json.WriteNumber("timestamp", observation.Timestamp);
        _json.WriteString("reading_type", observation.Series.ReadingType);
        if (double.IsNaN(value))
        {
            _json.WriteNull("value");
        }
        else
        {
            _json.WriteNumber("value", value);
        }

        _json.WriteNumber("confidence", Math.Round(assessment.Confidence, 4));
        _json.WriteNumber("flag", (int)assessment.Flag);
        _json.WriteStartArray("reasons");
        foreach (var reason in assessment.Reasons)
        {
            _json.WriteStringValue(reason);
        }

        _json.WriteEndArray();
    }
}
