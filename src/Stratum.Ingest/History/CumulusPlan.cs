using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Monthly logs of Cumulus 1 and Cumulus MX (<c>Aug09log.txt</c>, <c>202309log.txt</c>): no header, date and time of the station's computer, then
/// values by position in the units that the user chose there, which the file does not say (Cumulus wiki, "Standard log files").
/// </summary>
internal static class CumulusPlan
{
    // The counter gets a series of its own: a live adapter of the station may count from elsewhere. Fields that are not here are windows, extremes
    // or formulas of what is.
    private static readonly (int Field, string Kind, HistoryColumn Column)[] Fields =
    [
        (2, "temperature", new("temperature", "temperature")),
        (3, "", new("humidity", "humidity", "%")),
        (4, "temperature", new("dew point", "dew_point")),
        (5, "wind", new("wind speed", "wind_speed")),
        (6, "wind", new("gust", "wind_gust")),
        (7, "", new("wind bearing", "wind_direction", "deg")),
        (8, "rain rate", new("rain rate", "rain_rate")),
        (10, "pressure", new("sea level pressure", "pressure_sea_level")),
        (11, "rain", new("rain counter", "rain_total", "", "-rain-counter")),
        (12, "temperature", HistoryColumn.Indoor("inside temperature", "temperature", "")),
        (13, "", HistoryColumn.Indoor("inside humidity", "humidity", "%")),
        (15, "temperature", new("wind chill", "wind_chill")),
        (16, "temperature", new("heat index", "heat_index")),
        (17, "", new("UV index", "uv_index", "1")),
        (18, "", new("solar radiation", "solar_radiation", "W/m2")),
    ];

    private static readonly string[] Kinds = ["temperature", "wind", "pressure", "rain"];

    /// <summary>Whether a line is one of a monthly log: 01/08/09, 01-08-09, 01.08.09 or 2009-08-01, then hh:mm.</summary>
    public static bool Is(string line) => DateLength(line) is var length and > 0
        && line.Length > length + 6 && line[length + 3] == ':' && line[length] == line[length + 6] && line[length] is ',' or ';' or '\t' or ' ';

    /// <summary>Whether a line is one of dayfile.txt, which has a day's extremes and no readings.</summary>
    public static bool IsDayFile(string line) => DateLength(line) is var length and > 0 && !Is(line)
        && line.Length > length && line[length] is ',' or ';' && line.Count(character => character == line[length]) >= 14;

    public static TablePlan Of(string firstLine, HistoryMap map)
    {
        var missing = Kinds.Where(kind => !map.Units.ContainsKey(kind)).ToList();
        if (missing.Count > 0)
        {
            throw new StratumException(
                $"a Cumulus log does not say its units, and these are missing: {string.Join(", ", missing)}; give those of Cumulus' station settings, "
                + "for instance --units temperature=C,wind=km/h,pressure=hPa,rain=mm");
        }

        var delimiter = firstLine[DateLength(firstLine)];
        return new TablePlan
        {
            Format = HistoryFormat.Cumulus,
            Delimiter = delimiter,
            DecimalMark = map.DecimalMark ?? (delimiter == ',' ? '.' : ','),
            HasHeader = false,
            Maker = new DraftMaker(map, "Cumulus log") { DropsSentinels = true },
            Clock = new HistoryClock(map.TimeFormat ?? PatternOf(firstLine), map.Zone),
            Time = [0, 1],
            Device = map.Device ?? "cumulus",
            // Versions appended fields: the oldest lines have 16.
            Width = 16,
            Readings = [.. Fields.Select(field => (field.Field, Meaning(field.Kind, field.Column, map)))
                .Where(static field => field.Item2.ReadingType.Length > 0)],
            DropsCalmDirection = true,
        };
    }

    private static HistoryColumn Meaning(string kind, HistoryColumn column, HistoryMap map)
    {
        var unit = kind switch
        {
            "" => column.Unit,
            "rain rate" => UnitSpelling.Of(map.Units["rain"]) + "/h",
            _ => UnitSpelling.Of(map.Units[kind]),
        };
        return map.ColumnOf(column.Name) ?? column with { Unit = unit };
    }

    private static string PatternOf(string line) => DateLength(line) == 10 ? "yyyy-MM-dd HH:mm" : $"dd'{line[2]}'MM'{line[2]}'yy HH:mm";

    private static int DateLength(string line)
    {
        if (line.Length >= 8 && line[2] == line[5] && line[2] is '/' or '-' or '.' && Digits(line, 0, 2) && Digits(line, 3, 2) && Digits(line, 6, 2))
        {
            return 8;
        }

        return line.Length >= 10 && line[4] == '-' && line[7] == '-' && Digits(line, 0, 4) && Digits(line, 5, 2) && Digits(line, 8, 2) ? 10 : 0;
    }

    private static bool Digits(string line, int start, int count) => !line.AsSpan(start, count).ContainsAnyExceptInRange('0', '9');
}
