namespace Stratum.Ingest;

/// <summary>One measurement as the chip gives it (registers 0xF7 to 0xFE). A channel that was skipped has no value.</summary>
internal readonly record struct Bme280Sample(int? Pressure, int? Temperature, int? Humidity)
{
    public const int Bytes = 8;

    // The registers' value after reset and of a skipped channel (datasheet, sections 5.4.7 to 5.4.9).
    private const int NoValue20 = 0x80000;
    private const int NoValue16 = 0x8000;

    public static Bme280Sample Read(ReadOnlySpan<byte> registers)
    {
        var pressure = (registers[0] << 12) | (registers[1] << 4) | (registers[2] >> 4);
        var temperature = (registers[3] << 12) | (registers[4] << 4) | (registers[5] >> 4);
        var humidity = (registers[6] << 8) | registers[7];
        return new Bme280Sample(
            pressure == NoValue20 ? null : pressure, temperature == NoValue20 ? null : temperature, humidity == NoValue16 ? null : humidity);
    }
}
