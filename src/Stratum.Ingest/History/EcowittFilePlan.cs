using System.Collections.Frozen;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Files that Ecowitt's gateways and consoles write to their card, one for the station's sensors (<c>202409A.csv</c>) and one for all others
/// (<c>202409Allsensors_A.csv</c>). Each column has its unit in brackets. Time is the console's local time, or, with newer firmware, Unix seconds beside it.
/// </summary>
internal static class EcowittFilePlan
{
    // The counter that the file has is another one than the gateway sends: it must not go into the live series (docs/ADAPTERS.md, rain).
    private const string YearSuffix = "-rain-year";

    // Names without their brackets, in lower case, # for a channel; the unit where the column has none.
    private static readonly FrozenDictionary<string, HistoryColumn> Known = new HistoryColumn[]
    {
        new("outdoor temperature", "temperature"),
        new("outdoor humidity", "humidity"),
        HistoryColumn.Indoor("indoor temperature", "temperature", ""),
        HistoryColumn.Indoor("indoor humidity", "humidity", ""),
        new("dew point", "dew_point"),
        new("vpd", "vapour_pressure_deficit"),
        new("bgt", "black_globe_temperature"),
        new("wbgt", "wet_bulb_globe_temperature"),
        new("wind", "wind_speed"),
        new("gust", "wind_gust"),
        new("wind direction", "wind_direction"),
        new("abs pressure", "pressure"),
        new("solar rad", "solar_radiation"),
        new("uv-index", "uv_index", "1"),
        new("rain rate", "rain_rate"),
        new("yearly rain", "rain_total", "", YearSuffix),
        new("piezo rate", "rain_rate", "", "-piezo"),
        new("piezo yearly rain", "rain_total", "", "-piezo" + YearSuffix),
        HistoryColumn.Probe("ch# temperature", "temperature", "", "-ch#"),
        HistoryColumn.Probe("ch# humidity", "humidity", "", "-ch#"),
        new("wh35 ch#hum", "leaf_wetness_percent", "", "-ch#"),
        new("soilmoisture ch#", "soil_moisture", "", "-soil#"),
        new("pm2.5 ch#", "pm2_5", "", "-ch#"),
        new("wn34 ch#", "soil_temperature", "", "-ch#"),
        new("aqin temperature", "temperature", "", "-co2", Deployments.IndoorType),
        new("aqin humidity", "humidity", "", "-co2", Deployments.IndoorType),
        new("aqin co2", "co2", "ppm", "-co2", Deployments.IndoorType),
        new("aqin pm2.5", "pm2_5", "ug/m3", "-co2", Deployments.IndoorType),
        new("aqin pm10", "pm10", "ug/m3", "-co2", Deployments.IndoorType),
        new("aqin pm1.0", "pm1_0", "ug/m3", "-co2", Deployments.IndoorType),
        new("aqin pm4.0", "pm4_0", "ug/m3", "-co2", Deployments.IndoorType),
    }.ToFrozenDictionary(static column => column.Name, StringComparer.Ordinal);

    public static TablePlan Of(TableHeader header, HistoryMap map)
    {
        var unix = header.IndexOf("Timestamp");
        var (readings, unused) = ColumnMeanings.Of(header, map, MeaningOf);
        return new TablePlan
        {
            Format = HistoryFormat.Ecowitt,
            Delimiter = header.Delimiter,
            Maker = new DraftMaker(map, "Ecowitt file") { DropsSentinels = true },
            Clock = new HistoryClock(map.TimeFormat ?? (unix >= 0 ? "unix" : null), map.Zone),
            Time = [unix >= 0 ? unix : header.Required("Time")],
            Device = map.Device ?? "ecowitt",
            Readings = readings,
            DropsCalmDirection = true,
            // A header may end with a delimiter that its rows do not have; the time and half of the readings are there or the line was cut.
            Width = header.Names.Count(static name => name.Length > 0),
            Unused = [.. unused.Where(static name => name.Length > 0 && name is not ("Time" or "Timestamp"))],
        };
    }

    /// <summary>Name and unit of <c>Outdoor Temperature(C)</c>.</summary>
    internal static (string Name, string Unit) Split(string header)
    {
        var open = header.LastIndexOf('(');
        return open > 0 && header.EndsWith(')') ? (header[..open].Trim(), header[(open + 1)..^1].Trim()) : (header.Trim(), "");
    }

    private static HistoryColumn? MeaningOf(string header)
    {
        var (name, unit) = Split(header);
        var channel = ChannelOf(name);
        var pattern = channel.Length == 0 ? name : name.Replace("CH" + channel, "CH#", StringComparison.OrdinalIgnoreCase);
        if (!Known.TryGetValue(pattern.ToLowerInvariant(), out var known))
        {
            return null;
        }

        var spelled = UnitSpelling.Of(unit.Length > 0 ? unit : known.Unit);
        return known with
        {
            Name = header,
            Unit = spelled,
            Suffix = known.Suffix.Replace("#", channel, StringComparison.Ordinal),
            // A console that is set to lux writes the same sensor's light.
            ReadingType = known.ReadingType == "solar_radiation" && spelled is "lux" or "klux" ? "light_level" : known.ReadingType,
        };
    }

    private static string ChannelOf(string name)
    {
        var at = name.IndexOf("CH", StringComparison.OrdinalIgnoreCase);
        var end = at + 2;
        while (at >= 0 && end < name.Length && end < at + 4 && char.IsAsciiDigit(name[end]))
        {
            end++;
        }

        return at >= 0 ? name[(at + 2)..end] : "";
    }
}
