using System.Buffers.Binary;

namespace Stratum.Ingest;

/// <summary>
/// LOOP and LOOP2 packets (manual 2.6.1, section X) with the corrections of INGEST, section 1.4: the ten-minute gust is in whole mph,
/// and 255 is the only null of the derived temperatures.
/// </summary>
internal static class LoopPacket
{
    public const int Bytes = 99;

    private const byte NoByte = 0xFF;
    private const int NoWord = 0x7FFF;
    private const int NoDerived = 255;

    // A sea-level barometer outside does not work (manual: 20 to 32.5 inHg).
    private const int BarometerMin = 20_000;
    private const int BarometerMax = 32_500;

    // Absolute pressure on the highest inhabited mountains is above 14 inHg.
    private const int AbsoluteMin = 10_000;

    public static ReadOnlySpan<byte> Marker => "LOO"u8;

    /// <summary>Whether the block is a packet: marker, line end, CRC.</summary>
    public static bool IsValid(ReadOnlySpan<byte> packet) =>
        packet.Length == Bytes && packet.StartsWith(Marker) && packet[95] == '\n' && packet[96] == '\r' && packet[4] is 0 or 1 && DavisCrc.Compute(packet) == 0;

    public static bool IsLoop2(ReadOnlySpan<byte> packet) => packet[4] == 1;

    /// <summary>Reads a valid packet. Rain is left out while the collector's size is not known.</summary>
    public static StationReadings Read(ReadOnlySpan<byte> packet, string deviceId, RainCollector? collector)
    {
        var readings = new StationReadings(deviceId);
        var barometer = Word(packet, 7);
        readings.Add("pressure_sea_level", barometer is >= BarometerMin and <= BarometerMax ? barometer / 1000m : null, "inHg");
        readings.AddIndoor("temperature", Tenths(packet, 9), "F");
        readings.AddIndoor("humidity", OneByte(packet, 11), "%");
        readings.Add("temperature", Tenths(packet, 12), "F");
        readings.Add("humidity", OneByte(packet, 33), "%");
        readings.Add("wind_speed", OneByte(packet, 14), "mph");
        readings.Add("wind_direction", Direction(packet, 16), "\u00b0");
        readings.Add("uv_index", OneByte(packet, 43) / 10m, "1");
        var solar = Signed(packet, 44);
        readings.Add("solar_radiation", solar is NoWord or < 0 ? (decimal?)null : solar, "W/m2");
        // Without a solar sensor the console cannot know it, and says 0. LOOP and LOOP2 have the day's at the same place.
        readings.Add("evapotranspiration", solar is NoWord or < 0 ? null : Counter(packet, 56) / 1000m, "in");
        collector?.AddTo(readings, IsLoop2(packet) ? null : Counter(packet, 54), Counter(packet, 41));
        if (IsLoop2(packet))
        {
            ReadLoop2(packet, readings);
        }
        else
        {
            ReadExtraSensors(packet, readings);
        }

        return readings;
    }

    /// <summary>The console's and the transmitters' batteries; LOOP only.</summary>
    public static IReadOnlyList<BatteryReading> Batteries(ReadOnlySpan<byte> packet)
    {
        if (IsLoop2(packet))
        {
            return [];
        }

        var batteries = new List<BatteryReading> { new("console", "volt", Word(packet, 87) * 300 / 512.0 / 100) };
        for (var transmitter = 0; transmitter < 8; transmitter++)
        {
            batteries.Add(new BatteryReading($"transmitter{transmitter + 1}", "low", (packet[86] >> transmitter) & 1));
        }

        return batteries;
    }

    private static void ReadLoop2(ReadOnlySpan<byte> packet, StationReadings readings)
    {
        var gust = Word(packet, 22);
        var hasGust = gust is not (0xFFFF or NoByte or NoWord);
        readings.Add("wind_gust", hasGust ? gust : (decimal?)null, "mph");
        readings.Add("wind_gust_direction", hasGust ? Direction(packet, 24) : null, "\u00b0");
        readings.Add("dew_point", Derived(packet, 30), "F");
        readings.Add("heat_index", Derived(packet, 35), "F");
        readings.Add("wind_chill", Derived(packet, 37), "F");
        var absolute = Word(packet, 67);
        readings.Add("pressure", absolute is >= AbsoluteMin and <= BarometerMax ? absolute / 1000m : null, "inHg");
    }

    private static void ReadExtraSensors(ReadOnlySpan<byte> packet, StationReadings readings)
    {
        for (var i = 0; i < 7; i++)
        {
            readings.Add("temperature", OneByte(packet, 18 + i) - 90, "F", $"-ch{i + 1}", StationReadings.Probe);
            readings.Add("humidity", OneByte(packet, 34 + i), "%", $"-ch{i + 1}", StationReadings.Probe);
        }

        for (var i = 0; i < 4; i++)
        {
            readings.Add("soil_temperature", OneByte(packet, 25 + i) - 90, "F", $"-soil{i + 1}");
            readings.Add("soil_water_tension", OneByte(packet, 62 + i), "kPa", $"-soil{i + 1}");
        }

        // Leaf stations three and four never were.
        for (var i = 0; i < 2; i++)
        {
            readings.Add("leaf_wetness", OneByte(packet, 66 + i) is { } wetness and <= 15 ? wetness : null, "1", $"-leaf{i + 1}");
        }
    }

    private static ushort Word(ReadOnlySpan<byte> packet, int at) => BinaryPrimitives.ReadUInt16LittleEndian(packet[at..]);

    private static short Signed(ReadOnlySpan<byte> packet, int at) => BinaryPrimitives.ReadInt16LittleEndian(packet[at..]);

    private static decimal? OneByte(ReadOnlySpan<byte> packet, int at) => packet[at] == NoByte ? null : packet[at];

    private static decimal? Tenths(ReadOnlySpan<byte> packet, int at) => Signed(packet, at) is var value && value == NoWord ? null : value / 10m;

    private static decimal? Derived(ReadOnlySpan<byte> packet, int at) => Signed(packet, at) is var value && value is NoDerived or NoWord ? null : value;

    private static decimal? Counter(ReadOnlySpan<byte> packet, int at) => Word(packet, at) is var value && value == 0xFFFF ? null : value;

    private static decimal? Direction(ReadOnlySpan<byte> packet, int at) => Word(packet, at) is var value && value is >= 1 and <= 360 ? value : null;
}
