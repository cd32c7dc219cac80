using System.Buffers;
using System.Text;
using System.Text.Json;
using Stratum.Archive;

namespace Stratum.Node.Cli;

/// <summary>How the result for one file is printed.</summary>
internal static class VerifyReport
{
    public static void Write(string file, VerificationReport report, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(ToJson(file, report));
            return;
        }

        foreach (var error in report.FirstFailures)
        {
            output.WriteLine($"{file}:{error.LineNumber}: {error.Field} {error.Reason}".Replace(":  ", ": ", StringComparison.Ordinal));
        }

        if (report.Failures > report.FirstFailures.Count)
        {
            output.WriteLine($"{file}: and {report.Failures - report.FirstFailures.Count} more");
        }

        output.WriteLine(report.Lines == 0 ? $"{file}: no observation" : $"{file}: {report.Observations} observations verified, {report.Failures} lines wrong");
    }

    private static string ToJson(string file, VerificationReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteNumber("verified", report.Observations);
            json.WriteNumber("wrong", report.Failures);
            json.WriteStartArray("errors");
            foreach (var error in report.FirstFailures)
            {
                json.WriteStartObject();
                json.WriteNumber("line", error.LineNumber);
                json.WriteString("field", error.Field);
                json.WriteString("reason", error.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
