using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Stratum.Node.Configuration;

/// <summary>Writes `config show`: the merged configuration with the origin of each value.</summary>
internal static class OriginReport
{
    private static readonly ValueOrigin NoOrigin = new(OriginKind.Default, "", null, "");

    /// <summary>One line a value: <c>network.api_listen = "0.0.0.0:8080"  # stratum.toml:3:14</c>.</summary>
    public static void WriteText(LoadedConfiguration configuration, TextWriter output)
    {
        foreach (var value in configuration.Values)
        {
            var literal = value.Literal.Length > 0 ? value.Literal : "(unset)";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Path} = {literal}  # {value.Origin}"));
        }
    }

    /// <summary>
    /// <c>{"values":[{"key","value","origin","source","name","line","column"}],"problems":[{"severity","message","origin"}]}</c>;
    /// value is a TOML literal or null.
    /// </summary>
    public static void WriteJson(LoadedConfiguration configuration, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartArray("values");
        foreach (var value in configuration.Values)
        {
            WriteValue(json, value);
        }

        json.WriteEndArray();
        json.WriteStartArray("problems");
        foreach (var problem in configuration.Problems)
        {
            json.WriteStartObject();
            json.WriteString("severity", problem.Severity == ProblemSeverity.Error ? "error" : "warning");
            json.WriteString("message", problem.Message);
            json.WriteString("origin", (problem.Origin ?? NoOrigin).ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, ShownValue value)
    {
        json.WriteStartObject();
        json.WriteString("key", value.Path);
        json.WriteString("value", value.Literal.Length > 0 ? value.Literal : null);
        json.WriteString("origin", value.Origin.ToString());
        json.WriteString("source", value.Origin.Kind switch
        {
            OriginKind.Default => "default",
            OriginKind.File => "file",
            OriginKind.Environment => "environment",
            _ => "flag",
        });
        if (value.Origin.Kind != OriginKind.Default)
        {
            json.WriteString("name", value.Origin.Name);
        }

        if (value.Origin.Position is { } position)
        {
            json.WriteNumber("line", position.Line);
            json.WriteNumber("column", position.Column);
        }

        json.WriteEndObject();
    }
}
