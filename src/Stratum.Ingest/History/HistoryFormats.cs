namespace Stratum.Ingest;

/// <summary>The names of the formats.</summary>
public static class HistoryFormats
{
    private static readonly (HistoryFormat Format, string Name)[] Table =
    [
        (HistoryFormat.Ndjson, "ndjson"), (HistoryFormat.Csv, "csv"), (HistoryFormat.WeeWx, "weewx"), (HistoryFormat.InfluxLines, "influx-lines"),
        (HistoryFormat.InfluxCsv, "influx-csv"), (HistoryFormat.SensorCommunity, "sensor-community"), (HistoryFormat.OpenSenseMap, "opensensemap"),
        (HistoryFormat.Cumulus, "cumulus"), (HistoryFormat.Ecowitt, "ecowitt"),
    ];

    /// <summary>As the command line and maps spell them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(static row => row.Name)];

    /// <summary>The name of a format.</summary>
    public static string NameOf(HistoryFormat format) => Array.Find(Table, row => row.Format == format).Name;

    /// <summary>The format of a name, or null.</summary>
    public static HistoryFormat? Parse(string name)
    {
        foreach (var (format, known) in Table)
        {
            if (known == name)
            {
                return format;
            }
        }

        return null;
    }
}
