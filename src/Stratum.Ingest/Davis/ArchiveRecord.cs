using System.Buffers.Binary;

namespace Stratum.Ingest;

/// <summary>
/// One record of the console's archive, revision B (manual 2.6.1, section X.4): 52 bytes at the end of each archive interval. Its rain is not signed:
/// the yearly counter of the live packets spans every gap, and the same rain twice would count twice.
/// </summary>
internal static class ArchiveRecord
{
    public const int Bytes = 52;

    private const short NoWord = 0x7FFF;
    private const byte NoByte = 0xFF;
    private const decimal DegreesPerSector = 22.5m;

    /// <summary>The console's local time, without a zone; null for a record that was never written.</summary>
    public static DateTime? LocalTime(ReadOnlySpan<byte> record)
    {
        var (date, clock) = (Word(record, 0), Word(record, 2));
        var (year, month, day) = (2000 + (date >> 9), (date >> 5) & 0xF, date & 0x1F);
        var (hour, minute) = (clock / 100, clock % 100);
        if (date is 0 or 0xFFFF || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59)
        {
            return null;
        }

        return new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Unspecified);
    }

    public static StationReadings Read(ReadOnlySpan<byte> record, string deviceId, long timestamp)
    {
        var readings = new StationReadings(deviceId) { Timestamp = timestamp };
        var barometer = Word(record, 14);
        readings.Add("temperature", Tenths(record, 4), "F");
        readings.Add("pressure_sea_level", barometer is >= 20_000 and <= 32_500 ? barometer / 1000m : null, "inHg");
        readings.Add("solar_radiation", Word(record, 16) is var solar and < (ushort)NoWord ? solar : (decimal?)null, "W/m2");
        readings.AddIndoor("temperature", Tenths(record, 20), "F");
        readings.AddIndoor("humidity", OneByte(record, 22), "%");
        readings.Add("humidity", OneByte(record, 23), "%");
        readings.Add("wind_speed", OneByte(record, 24), "mph");
        readings.Add("wind_gust", OneByte(record, 25), "mph");
        readings.Add("wind_gust_direction", Sector(record, 26), "\u00b0");
        readings.Add("wind_direction", Sector(record, 27), "\u00b0");
        readings.Add("uv_index", OneByte(record, 28) / 10m, "1");
        ReadExtraSensors(record, readings);
        return readings;
    }

    // Revision A, told by 0xFF at offset 42, has none of these at these places.
    private static void ReadExtraSensors(ReadOnlySpan<byte> record, StationReadings readings)
    {
        if (record[42] == NoByte)
        {
            return;
        }

        for (var i = 0; i < 2; i++)
        {
            readings.Add("leaf_wetness", OneByte(record, 36 + i) is { } wetness and <= 15 ? wetness : null, "1", $"-leaf{i + 1}");
            readings.Add("humidity", OneByte(record, 43 + i), "%", $"-ch{i + 1}", StationReadings.Probe);
        }

        for (var i = 0; i < 3; i++)
        {
            readings.Add("temperature", OneByte(record, 45 + i) - 90, "F", $"-ch{i + 1}", StationReadings.Probe);
        }

        for (var i = 0; i < 4; i++)
        {
            readings.Add("soil_temperature", OneByte(record, 38 + i) - 90, "F", $"-soil{i + 1}");
            readings.Add("soil_water_tension", OneByte(record, 48 + i), "kPa", $"-soil{i + 1}");
        }
    }

    private static ushort Word(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt16LittleEndian(record[at..]);

    private static decimal? OneByte(ReadOnlySpan<byte> record, int at) => record[at] == NoByte ? null : record[at];

    private static decimal? Tenths(ReadOnlySpan<byte> record, int at) =>
        BinaryPrimitives.ReadInt16LittleEndian(record[at..]) is var value && value is NoWord or short.MinValue ? null : value / 10m;

    private static decimal? Sector(ReadOnlySpan<byte> record, int at) => record[at] <= 15 ? record[at] * DegreesPerSector : null;
}
