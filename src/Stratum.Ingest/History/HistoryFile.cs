using System.Text;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Opens a file of past readings; tells its format by its content where the map does not say it.</summary>
public static class HistoryFile
{
    /// <summary>Opens. Throws <see cref="StratumException"/> when the file cannot be read, is of no known format, or the map does not fit it.</summary>
    /// <param name="path">The file, also packed with gzip; "-" is standard input, whose format the map must name.</param>
    /// <param name="map">What the user says of it.</param>
    public static HistorySource Open(string path, HistoryMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var input = HistoryInput.Open(path);
        try
        {
            var lines = HeadLines(input);
            var format = map.Format ?? FormatOf(input, lines, map)
                ?? throw new StratumException(
                    $"{path} is of no format that is known by its content: name one with --format ({string.Join(", ", HistoryFormats.Names)})");
            if (path == "-" && format is not (HistoryFormat.Ndjson or HistoryFormat.InfluxLines or HistoryFormat.InfluxCsv))
            {
                throw new StratumException($"{HistoryFormats.NameOf(format)} cannot be read from standard input: give a file");
            }

            return Open(input, format, lines, map);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    private static HistorySource Open(HistoryInput input, HistoryFormat format, IReadOnlyList<string> lines, HistoryMap map)
    {
        switch (format)
        {
            case HistoryFormat.Ndjson:
                return new NdjsonSource(input, map);
            case HistoryFormat.InfluxLines:
                return new InfluxLineSource(input, map);
            case HistoryFormat.InfluxCsv:
                return new InfluxCsvSource(input, map);
            case HistoryFormat.WeeWx:
                input.Dispose();
                return new WeeWxSource(input.Name, map);
            case HistoryFormat.Cumulus:
                return new TableSource(input, CumulusPlan.Of(FirstLine(input, lines), map), "");
            case HistoryFormat.Csv or HistoryFormat.SensorCommunity or HistoryFormat.OpenSenseMap or HistoryFormat.Ecowitt:
                var header = HeaderOf(input, lines, map);
                return new TableSource(input, PlanOf(format, header, map, input.Name), header.Line);
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "not a format");
        }
    }

    private static TablePlan PlanOf(HistoryFormat format, TableHeader header, HistoryMap map, string path) => format switch
    {
        HistoryFormat.SensorCommunity => SensorCommunityPlan.Of(header, map, path),
        HistoryFormat.OpenSenseMap => OpenSenseMapPlan.Of(header, map),
        HistoryFormat.Ecowitt => EcowittFilePlan.Of(header, map),
        _ => CsvPlan.Of(header, map),
    };

    private static HistoryFormat? FormatOf(HistoryInput input, List<string> lines, HistoryMap map)
    {
        if (input.Head.AsSpan().StartsWith(WeeWxSource.Magic))
        {
            return HistoryFormat.WeeWx;
        }

        var first = lines.Count > 0 ? lines[0] : "";
        if (CumulusPlan.IsDayFile(first))
        {
            throw new StratumException($"{input.Name} is Cumulus' dayfile.txt: it has the extremes of days, which are no readings; import the monthly logs");
        }

        return first.StartsWith('{') ? HistoryFormat.Ndjson
            : first.StartsWith("#datatype", StringComparison.Ordinal) || first.StartsWith("#group", StringComparison.Ordinal)
                || first.StartsWith("#default", StringComparison.Ordinal) || first.StartsWith(",result,table", StringComparison.Ordinal)
                || first.StartsWith("name,tags,time", StringComparison.Ordinal) || first.StartsWith("name,time", StringComparison.Ordinal)
                ? HistoryFormat.InfluxCsv
            : first.StartsWith("sensor_id;sensor_type;", StringComparison.Ordinal) ? HistoryFormat.SensorCommunity
            : first.Contains("createdAt", StringComparison.Ordinal) && first.Contains("value", StringComparison.Ordinal) ? HistoryFormat.OpenSenseMap
            : IsEcowitt(first) ? HistoryFormat.Ecowitt
            : CumulusPlan.Is(first) ? HistoryFormat.Cumulus
            : lines.FirstOrDefault(static line => !line.StartsWith('#') && !line.StartsWith("CREATE ", StringComparison.Ordinal)) is { } line && IsPoint(line)
                ? HistoryFormat.InfluxLines
            : map.Columns.Count > 0 || map.ValueColumn is not null || IsDrafts(first) ? HistoryFormat.Csv
            : null;
    }

    private static bool IsEcowitt(string line) => line.StartsWith("Time,", StringComparison.Ordinal)
        && (line.Contains("Outdoor Temperature(", StringComparison.Ordinal) || line.Contains("CH1 Temperature(", StringComparison.Ordinal));

    private static bool IsDrafts(string line) => line.Contains("reading_type", StringComparison.Ordinal) && line.Contains("value", StringComparison.Ordinal);

    private static bool IsPoint(string text)
    {
        var line = new InfluxLine(text);
        var point = new InfluxPoint();
        return line.Read(point) is null && point.Timestamp is not null;
    }

    private static TableHeader HeaderOf(HistoryInput input, IReadOnlyList<string> lines, HistoryMap map) => new(FirstLine(input, lines), map.Delimiter);

    private static string FirstLine(HistoryInput input, IReadOnlyList<string> lines) =>
        lines.Count > 0 ? lines[0] : throw new StratumException($"{input.Name} is empty");

    // The first lines that are not blank, whole ones only unless the file ends in them.
    private static List<string> HeadLines(HistoryInput input)
    {
        var head = input.Head.AsSpan();
        var text = Encoding.UTF8.GetString(head.StartsWith(HistoryInput.ByteOrderMark) ? head[HistoryInput.ByteOrderMark.Length..] : head);
        return [.. text.Split('\n').Select(static line => line.TrimEnd('\r')).Where(static line => !string.IsNullOrWhiteSpace(line)).Take(LinesMax)];
    }

    // Enough to come behind the comments of an export.
    private const int LinesMax = 32;
}
