using System.Collections.Frozen;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>What the words of names say: that a sensor stands in a room or hangs in a boiler, or that a temperature is not the air's.</summary>
internal static class SensorWords
{
    // A name that has one of these is outdoors, whatever else it has: "kitchen window outside".
    private static readonly FrozenSet<string> Outdoors = new[] { "outside", "outdoor", "outdoors", "exterior", "aussen" }.ToFrozenSet();

    // An attic and a garage are closed spaces as well: their air is not that of the street.
    private static readonly FrozenSet<string> Rooms = new[]
    {
        "indoor", "indoors", "inside", "interior", "innen", "room", "rooms", "kitchen", "kueche", "living", "lounge", "dining", "bath", "hall", "hallway",
        "corridor", "office", "study", "nursery", "closet", "pantry", "laundry", "toilet", "wc", "attic", "loft", "garage", "cellar", "keller", "basement",
        "crawlspace", "shed", "workshop", "greenhouse", "conservatory",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Things = new[]
    {
        "water", "pool", "spa", "jacuzzi", "hottub", "tub", "aquarium", "tank", "freezer", "fridge", "refrigerator", "pipe", "boiler", "radiator", "heating",
        "dhw", "oven", "grill", "bbq", "smoker", "meat", "sauna",
    }.ToFrozenSet();

    // Not the air's wherever in the name they stand: computed, wanted, or of the device itself.
    private static readonly FrozenSet<string> NotAir = new[]
    {
        "cpu", "gpu", "processor", "chip", "mcu", "soc", "battery", "internal", "target", "setpoint", "thermostat", "hvac", "apparent", "feels",
        "feelslike", "felt", "heatindex", "humidex", "windchill", "chill", "frost", "frostpoint", "forecast", "offset", "calibration", "threshold", "limit",
        "alarm", "trend", "delta", "difference", "min", "max", "minimum", "maximum", "avg", "average", "mean", "inverter", "transformer", "heatsink", "disk",
        "ssd", "nvme", "wetbulb", "globe",
    }.ToFrozenSet();

    // Of the device where they stand beside the quantity ("board temperature", "ESP32 internal"); else part of any name ("esp32 garden temperature").
    private static readonly FrozenSet<string> NotAirBeside = new[]
    {
        "esp", "esp32", "esp8266", "board", "core", "device", "module", "system", "surface", "set", "setting", "desired",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> TemperatureWords = new[] { "temperature", "temp", "tempc", "tempf", "t" }.ToFrozenSet();

    /// <summary>The words of a name in small letters: runs of letters or digits, with "LivingRoom" as two and "esp32" as one.</summary>
    public static List<string> Split(string text)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var isEnd = i == text.Length || !char.IsLetterOrDigit(text[i]);
            var isHump = !isEnd && i > start && char.IsUpper(text[i]) && char.IsLower(text[i - 1]);
            if (!isEnd && !isHump)
            {
                continue;
            }

            if (i > start)
            {
                words.Add(text[start..i].ToLowerInvariant());
            }

            start = isHump ? i : i + 1;
        }

        return words;
    }

    /// <summary>INDOOR or PROBE where a word says so; else null.</summary>
    public static string? DeploymentOf(IReadOnlyList<string> words)
    {
        var isProbe = false;
        var isRoom = false;
        foreach (var word in words)
        {
            // "freezer2" is a freezer.
            var stem = word.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
            if (Outdoors.Contains(stem))
            {
                return null;
            }

            isProbe |= Things.Contains(stem);
            isRoom |= Rooms.Contains(stem) || stem.EndsWith("room", StringComparison.Ordinal) || stem.EndsWith("zimmer", StringComparison.Ordinal);
        }

        return isProbe ? Deployments.ProbeType : isRoom ? Deployments.IndoorType : null;
    }

    /// <summary>Whether a temperature of that name can be the air's, a probe's or the soil's: one that somebody measures outside of the device.</summary>
    public static bool IsMeasured(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (NotAir.Contains(word) || (word == "index" && i > 0 && words[i - 1] == "heat")
                || (word == "point" && i > 0 && words[i - 1] is "set" or "frost"))
            {
                return false;
            }

            if (NotAirBeside.Contains(word) && (IsTemperatureAt(words, i - 1) || IsTemperatureAt(words, i + 1)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the name is of the dew point.</summary>
    public static bool IsDewPoint(IReadOnlyList<string> words) =>
        words.Any(word => word is "dewpoint" or "dewpt" or "taupunkt")
        || words.Zip(words.Skip(1)).Any(pair => pair is ("dew", "point" or "temperature" or "pt"));

    private static bool IsTemperatureAt(IReadOnlyList<string> words, int index) =>
        index >= 0 && index < words.Count && TemperatureWords.Contains(words[index]);
}
