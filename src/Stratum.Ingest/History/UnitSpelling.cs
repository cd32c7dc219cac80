using System.Collections.Frozen;

namespace Stratum.Ingest;

/// <summary>Units as programs print them, in the spelling that conversion knows; others stay as they are.</summary>
internal static class UnitSpelling
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["\u2103"] = "C",
        ["\u2109"] = "F",
        ["\u00b0c"] = "C",
        ["\u00b0f"] = "F",
        ["celsius"] = "C",
        ["degree_c"] = "C",
        ["degree_f"] = "F",
        ["kmh"] = "km/h",
        ["kph"] = "km/h",
        ["ms"] = "m/s",
        ["kt"] = "kn",
        ["kts"] = "kn",
        ["knot"] = "kn",
        ["mb"] = "hPa",
        ["mbar"] = "hPa",
        ["hpa"] = "hPa",
        ["kpa"] = "kPa",
        ["pa"] = "Pa",
        ["inhg"] = "inHg",
        ["mmhg"] = "mmHg",
        ["mm/hr"] = "mm/h",
        ["in/hr"] = "in/h",
        ["inch"] = "in",
        ["w/m2"] = "W/m2",
        ["w/m\u00b2"] = "W/m2",
        ["klux"] = "klux",
        ["lux"] = "lux",
        ["lx"] = "lux",
        ["\u03bcg/m3"] = "ug/m3",
        ["\u03bcg/m\u00b3"] = "ug/m3",
        ["\u00b5g/m3"] = "ug/m3",
        ["ug/m\u00b3"] = "ug/m3",
        ["deg"] = "deg",
        ["degree"] = "deg",
        ["db"] = "dB",
        ["db(a)"] = "dB",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string Of(string unit) => Known.GetValueOrDefault(unit, unit);
}
