using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Stratum.Storage;

namespace Stratum.Node.Cli;

/// <summary>How results of <c>stratum store</c> are printed.</summary>
internal static class StoreReport
{
    public static void Write(CheckResult result, double seconds, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(ToJson(writer => Write(writer, result, seconds)));
            return;
        }

        foreach (var notice in result.Notices)
        {
            output.WriteLine($"note: {notice}");
        }

        foreach (var defect in result.Defects)
        {
            output.WriteLine($"damaged: {defect}");
        }

        if (result.DefectCount > result.Defects.Count)
        {
            output.WriteLine($"and {result.DefectCount - result.Defects.Count} more");
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Tables} tables and {result.WalSegments} log segments, {result.Rows:N0} observations, {result.Bytes / 1e6:0.0} MB in {seconds:0.0} s "
            + $"({result.Rows / Math.Max(seconds, 1e-3):N0}/s), {result.Signatures:N0} signatures verified"));
        output.WriteLine(result.DefectCount == 0 ? "no damage" : $"{result.DefectCount} damaged places");
    }

    public static void Write(IReadOnlyList<RepairFinding> findings, long wallSeconds, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(ToJson(writer => Write(writer, findings)));
            return;
        }

        output.WriteLine($"this machine's clock says {DateTimeOffset.FromUnixTimeSeconds(wallSeconds):yyyy-MM-dd HH:mm:ss} UTC");
        foreach (var finding in findings)
        {
            output.WriteLine($"found: {finding.Found}");
            output.WriteLine(finding.Done is { } done ? $"done:  {done}" : $"left:  {finding.Remedy}");
        }

        if (findings.Count == 0)
        {
            output.WriteLine("nothing to repair");
        }
    }

    public static void Write(StoreFacts facts, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(ToJson(writer => Write(writer, facts)));
            return;
        }

        output.WriteLine("day         tables          rows         bytes");
        foreach (var day in facts.Partitions)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DayOf(day),-10}  {day.Tables,6}  {day.Rows,12:N0}  {day.Bytes,12:N0}"));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{facts.Partitions.Count} days, {facts.Tables} tables, {facts.Observations:N0} observations of {facts.Series:N0} series "
            + $"in {facts.Blocks:N0} blocks, {facts.TableBytes:N0} bytes"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"log: {facts.WalSegments} segments, {facts.WalRows:N0} rows, {facts.WalBytes:N0} bytes"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"written since it was made: {facts.BytesWritten:N0} bytes, {facts.WriteAmplification:0.00} for each byte of a table"));
        if (facts.QuarantinedFiles > 0)
        {
            output.WriteLine($"quarantine: {facts.QuarantinedFiles} copies of damaged files");
        }

        output.WriteLine();
        output.WriteLine("part                      bytes  an observation");
        foreach (var part in facts.Parts)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part.Name,-17}  {part.Bytes,12:N0}  {PerRow(part.Bytes, facts),14:0.000}"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"all",-17}  {facts.TableBytes,12:N0}  {PerRow(facts.TableBytes, facts),14:0.000}"));
    }

    private static double PerRow(long bytes, StoreFacts facts) => facts.Observations == 0 ? 0 : bytes / (double)facts.Observations;

    private static string DayOf(PartitionFacts day) => DateTimeOffset.UnixEpoch.AddDays(day.Day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, IReadOnlyList<RepairFinding> findings)
    {
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("found", finding.Found);
            json.WriteString("done", finding.Done);
            json.WriteString("remedy", finding.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, CheckResult result, double seconds)
    {
        json.WriteNumber("tables", result.Tables);
        json.WriteNumber("wal_segments", result.WalSegments);
        json.WriteNumber("observations", result.Rows);
        json.WriteNumber("bytes", result.Bytes);
        json.WriteNumber("signatures", result.Signatures);
        json.WriteNumber("seconds", Math.Round(seconds, 3));
        json.WriteNumber("damaged", result.DefectCount);
        json.WriteStartArray("defects");
        foreach (var defect in result.Defects)
        {
            json.WriteStartObject();
            json.WriteString("path", defect.Path);
            json.WriteNumber("offset", defect.Offset);
            json.WriteString("problem", defect.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notices");
        foreach (var notice in result.Notices)
        {
            json.WriteStringValue(notice);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, StoreFacts facts)
    {
        json.WriteNumber("tables", facts.Tables);
        json.WriteNumber("observations", facts.Observations);
        json.WriteNumber("series", facts.Series);
        json.WriteNumber("blocks", facts.Blocks);
        json.WriteNumber("table_bytes", facts.TableBytes);
        json.WriteNumber("wal_segments", facts.WalSegments);
        json.WriteNumber("wal_bytes", facts.WalBytes);
        json.WriteNumber("wal_rows", facts.WalRows);
        json.WriteNumber("bytes_written", facts.BytesWritten);
        json.WriteNumber("write_amplification", Math.Round(facts.WriteAmplification, 3));
        json.WriteNumber("quarantined_files", facts.QuarantinedFiles);
        json.WriteNumber("retention_floor", facts.RetentionFloor);
        json.WriteStartArray("partitions");
        foreach (var day in facts.Partitions)
        {
            json.WriteStartObject();
            json.WriteString("day", DayOf(day));
            json.WriteNumber("tables", day.Tables);
            json.WriteNumber("rows", day.Rows);
            json.WriteNumber("bytes", day.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("parts");
        foreach (var part in facts.Parts)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteNumber("bytes", part.Bytes);
            json.WriteNumber("bytes_per_observation", Math.Round(PerRow(part.Bytes, facts), 4));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string ToJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
