using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>The channel blocks of get_livedata_info: WH31, WN34, soil, leaf, particles, conductivity.</summary>
internal static class LiveChannels
{
    private const string Probe = StationReadings.Probe;

    public static void Read(JsonElement root, LiveUnits units, StationReadings readings, List<BatteryReading> batteries)
    {
        Each(root, "ch_aisle", "low", batteries, (item, channel) =>
        {
            // Firmware writes "F" beside values in Celsius here: the gateway's setting is right, its label is not.
            LiveReader.Add(readings, "temperature", item, "temp", units.Temperature ?? LiveValue.TextOf(item, "unit"), "-ch" + channel, Probe);
            LiveReader.Add(readings, "humidity", item, "humidity", "%", "-ch" + channel, Probe);
        });
        Each(root, "ch_temp", "level", batteries, (item, channel) =>
            LiveReader.Add(readings, "temperature", item, "temp", units.Temperature ?? LiveValue.TextOf(item, "unit"), "-probe" + channel, Probe));
        Each(root, "ch_soil", "level", batteries, (item, channel) =>
            LiveReader.Add(readings, "soil_moisture", item, "humidity", "%", "-soil" + channel));
        Each(root, "ch_leaf", "level", batteries, (item, channel) =>
            LiveReader.Add(readings, "leaf_wetness_percent", item, "humidity", "%", "-ch" + channel));
        Each(root, "ch_pm25", "level", batteries, (item, channel) =>
        {
            var name = LiveValue.TextOf(item, "PM25") is null ? "pm25" : "PM25";
            LiveReader.Add(readings, "pm2_5", item, name, "ug/m3", "-ch" + channel);
        });
        // No quantity of the registry: leaks, and the distance that a laser measures.
        Each(root, "ch_leak", "level", batteries, (_, _) => { });
        Each(root, "ch_lds", "level", batteries, (_, _) => { });
        Each(root, "ch_ec", "level", batteries, (item, channel) =>
        {
            LiveReader.Add(readings, "soil_conductivity", item, "ec", "uS/cm", "-ec" + channel);
            LiveReader.Add(readings, "soil_moisture", item, "humidity", "%", "-ec" + channel);
            LiveReader.Add(readings, "soil_temperature", item, "temp", LiveValue.TextOf(item, "unit") ?? units.Temperature, "-ec" + channel);
        });
    }

    private static void Each(JsonElement root, string block, string kind, List<BatteryReading> batteries, Action<JsonElement, string> read)
    {
        foreach (var item in LiveReader.Entries(root, block))
        {
            // A station's name is made of it: one or two digits, nothing else.
            if (LiveValue.TextOf(item, "channel") is not { Length: 1 or 2 } channel || !channel.All(char.IsAsciiDigit))
            {
                continue;
            }

            read(item, channel);
            if (LiveValue.NumberOf(LiveValue.TextOf(item, "battery")) is { } battery)
            {
                // A sensor whose battery is 0 or 1 elsewhere may be of a newer build that tells the level.
                batteries.Add(new BatteryReading(block + channel, kind == "low" && battery > 1 ? "level" : kind, (double)battery));
            }
        }
    }
}
