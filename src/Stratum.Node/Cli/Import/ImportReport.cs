using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Stratum.Core;
using Stratum.Ingest;

namespace Stratum.Node.Cli;

/// <summary>How the result for one file is printed.</summary>
internal static class ImportReport
{
    public static void Write(ImportResult result, HistorySurvey? survey, double seconds, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(ToJson(result, survey, seconds));
            return;
        }

        foreach (var (line, error) in result.Refusals)
        {
            output.WriteLine($"{result.File}:{line}: {(error.Field.Length == 0 ? "" : error.Field + " ")}{error.Reason}");
        }

        if (result.Refused > ImportResult.RefusalsKept)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.File}: and {result.Refused - ImportResult.RefusalsKept:N0} more"));
        }

        if (result.LeftOut.Count > 0)
        {
            output.WriteLine($"{result.File}: not taken, since neither the format nor a map says what it is: {string.Join(", ", result.LeftOut.Select(Told))}");
        }

        if (survey is not null)
        {
            Write(survey, output);
        }

        var verb = survey is null ? "added" : "would be added, less what is held already";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.File}: {HistoryFormats.NameOf(result.Format)}, {result.Rows:N0} rows, {result.Added:N0} observations {verb}, "
            + $"{result.Duplicates:N0} held already, {result.Refused:N0} refused, {seconds:0.0} s ({result.All / Math.Max(seconds, 1e-3):N0}/s)"));
        if (result.IsInterrupted)
        {
            output.WriteLine($"{result.File}: interrupted; the same command goes on where it was");
        }
    }

    private static string Told(KeyValuePair<string, long> what) =>
        what.Value > 1 ? string.Create(CultureInfo.InvariantCulture, $"{what.Key} ({what.Value:N0})") : what.Key;

    private static void Write(HistorySurvey survey, TextWriter output)
    {
        foreach (var series in survey.Series)
        {
            var place = series.Position is { } at ? string.Create(CultureInfo.InvariantCulture, $" at {at.Latitude}, {at.Longitude}") : " without a place";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{series.Device} {series.ReadingType}: {series.Count:N0}, {TimeOf(series.First)} to {TimeOf(series.Last)}, "
                + $"{CanonicalDouble.Format(series.Min)} to {CanonicalDouble.Format(series.Max)} {series.Unit}"
                + $"{(series.Deployment.Length > 0 ? " " + series.Deployment : "")}{place}{(series.Interval > 0 ? $", every {series.Interval} s" : "")}"));
            if (series.OutOfOrder > 0)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {series.OutOfOrder:N0} are older than the one before"));
            }

            foreach (var (from, to) in series.Gaps)
            {
                output.WriteLine($"  nothing from {TimeOf(from)} to {TimeOf(to)}");
            }
        }

        if (survey.Uncounted > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {survey.Uncounted:N0} observations of further series"));
        }
    }

    private static string TimeOf(long unixSeconds) => unixSeconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        ? DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : unixSeconds.ToString(CultureInfo.InvariantCulture);

    private static string ToJson(ImportResult result, HistorySurvey? survey, double seconds)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("file", result.File);
            json.WriteString("format", HistoryFormats.NameOf(result.Format));
            json.WriteBoolean("dry_run", survey is not null);
            json.WriteBoolean("interrupted", result.IsInterrupted);
            json.WriteNumber("rows", result.Rows);
            json.WriteNumber("added", result.Added);
            json.WriteNumber("duplicates", result.Duplicates);
            json.WriteNumber("refused", result.Refused);
            json.WriteNumber("seconds", Math.Round(seconds, 3));
            json.WriteStartArray("errors");
            foreach (var (line, error) in result.Refusals)
            {
                json.WriteStartObject();
                json.WriteNumber("line", line);
                json.WriteString("field", error.Field);
                json.WriteString("reason", error.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("not_taken");
            foreach (var (what, values) in result.LeftOut)
            {
                json.WriteNumber(what, values);
            }

            json.WriteEndObject();
            if (survey is not null)
            {
                Write(survey, json);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(HistorySurvey survey, Utf8JsonWriter json)
    {
        json.WriteStartArray("series");
        foreach (var series in survey.Series)
        {
            json.WriteStartObject();
            json.WriteString("device_id", series.Device);
            json.WriteString("reading_type", series.ReadingType);
            json.WriteString("unit", series.Unit);
            json.WriteString("deployment_type", series.Deployment);
            json.WriteNumber("count", series.Count);
            json.WriteNumber("from", series.First);
            json.WriteNumber("to", series.Last);
            json.WriteNumber("min", series.Min);
            json.WriteNumber("max", series.Max);
            json.WriteNumber("interval_s", series.Interval);
            json.WriteNumber("out_of_order", series.OutOfOrder);
            json.WriteStartArray("gaps");
            foreach (var (from, to) in series.Gaps)
            {
                json.WriteStartObject();
                json.WriteNumber("from", from);
                json.WriteNumber("to", to);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
