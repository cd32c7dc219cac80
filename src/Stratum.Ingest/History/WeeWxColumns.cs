using System.Collections.Frozen;
using System.Globalization;

namespace Stratum.Ingest;

/// <summary>
/// What the columns of WeeWX's archive table mean, in each of its three unit systems (WeeWX documentation, "Units": US, METRIC, METRICWX; schema
/// wview_extended). Columns that are formulas of others, states, or of a meaning that drivers do not agree on are not here; a map can name them.
/// </summary>
internal static class WeeWxColumns
{
    private const string Temperature = "temperature";
    private const string Pressure = "pressure";
    private const string Speed = "speed";
    private const string Rain = "rain";
    private const string RainRate = "rain rate";

    private static readonly FrozenDictionary<string, HistoryColumn> Known = Build().ToFrozenDictionary(static column => column.Name, StringComparer.Ordinal);

    /// <summary>The unit systems by their number in column usUnits, as name; null for another number.</summary>
    public static string? SystemOf(long usUnits) => usUnits switch
    {
        1 => "US",
        16 => "METRIC",
        17 => "METRICWX",
        _ => null,
    };

    /// <summary>A column in a unit system, or null.</summary>
    public static HistoryColumn? Find(string name, string system) =>
        Known.TryGetValue(name, out var column) ? column with { Unit = UnitOf(column.Unit, system) } : null;

    // Unit holds the name of a group until the system is known.
    private static string UnitOf(string group, string system) => (group, system) switch
    {
        (Temperature, "US") => "F",
        (Temperature, _) => "C",
        (Pressure, "US") => "inHg",
        (Pressure, _) => "hPa",
        (Speed, "US") => "mph",
        (Speed, "METRIC") => "km/h",
        (Speed, _) => "m/s",
        (Rain, "US") => "in",
        (Rain, "METRIC") => "cm",
        (Rain, _) => "mm",
        (RainRate, "US") => "in/h",
        (RainRate, "METRIC") => "cm/h",
        (RainRate, _) => "mm/h",
        _ => group,
    };

    private static IEnumerable<HistoryColumn> Build()
    {
        yield return new("outTemp", "temperature", Temperature);
        yield return new("outHumidity", "humidity", "%");
        yield return new("dewpoint", "dew_point", Temperature);
        yield return new("windchill", "wind_chill", Temperature);
        yield return new("heatindex", "heat_index", Temperature);
        yield return HistoryColumn.Indoor("inTemp", "temperature", Temperature);
        yield return HistoryColumn.Indoor("inHumidity", "humidity", "%");
        yield return HistoryColumn.Indoor("inDewpoint", "dew_point", Temperature);
        // "barometer" is reduced to sea level, "pressure" is the station's; "altimeter" is a third reduction and says nothing more.
        yield return new("barometer", "pressure_sea_level", Pressure);
        yield return new("pressure", "pressure", Pressure);
        yield return new("windSpeed", "wind_speed", Speed);
        yield return new("windDir", "wind_direction", "deg");
        yield return new("windGust", "wind_gust", Speed);
        yield return new("windGustDir", "wind_gust_direction", "deg");
        // Fallen in the interval that ends at dateTime.
        yield return new("rain", "rainfall", Rain);
        yield return new("rainRate", "rain_rate", RainRate);
        yield return new("radiation", "solar_radiation", "W/m2");
        yield return new("UV", "uv_index", "1");
        yield return new("pm1_0", "pm1_0", "ug/m3");
        yield return new("pm2_5", "pm2_5", "ug/m3");
        yield return new("pm10_0", "pm10", "ug/m3");
        yield return new("noise", "noise_level", "dB");
        for (var channel = 1; channel <= 8; channel++)
        {
            var number = channel.ToString(CultureInfo.InvariantCulture);
            yield return HistoryColumn.Probe($"extraTemp{number}", "temperature", Temperature, $"-ch{number}");
            yield return HistoryColumn.Probe($"extraHumid{number}", "humidity", "%", $"-ch{number}");
            yield return new($"soilTemp{number}", "soil_temperature", Temperature, $"-soil{number}");
            // Centibar, which is kilopascal.
            yield return new($"soilMoist{number}", "soil_water_tension", "kPa", $"-soil{number}");
            yield return new($"leafWet{number}", "leaf_wetness", "1", $"-leaf{number}");
        }
    }
}
