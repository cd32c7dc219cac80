namespace Stratum.Ingest;

/// <summary>What one click of a rain collector is.</summary>
internal readonly record struct RainCollector(decimal Size, string Unit)
{
    public static RainCollector HundredthInch { get; } = new(0.01m, "in");

    public static RainCollector TwoTenthsMillimetre { get; } = new(0.2m, "mm");

    public static RainCollector TenthMillimetre { get; } = new(0.1m, "mm");

    /// <summary>Bits 4 and 5 of the console's setup byte, EEPROM 0x2B; null for the value that has no meaning.</summary>
    public static RainCollector? OfSetupBits(byte setup) => ((setup >> 4) & 0b11) switch
    {
        0 => HundredthInch,
        1 => TwoTenthsMillimetre,
        2 => TenthMillimetre,
        _ => null,
    };

    /// <summary>rain_size of the WeatherLink Live.</summary>
    public static RainCollector? OfRainSize(decimal? size) => size switch
    {
        1 => HundredthInch,
        2 => TwoTenthsMillimetre,
        3 => TenthMillimetre,
        4 => new RainCollector(0.001m, "in"),
        _ => null,
    };

    public static RainCollector? OfSetting(string text) => text switch
    {
        "0.01in" => HundredthInch,
        "0.2mm" => TwoTenthsMillimetre,
        "0.1mm" => TenthMillimetre,
        _ => null,
    };

    /// <summary>Adds a counter and a rate in clicks.</summary>
    public void AddTo(StationReadings readings, decimal? counter, decimal? clicksPerHour, string suffix = "")
    {
        readings.Add("rain_total", counter * Size, Unit, suffix);
        readings.Add("rain_rate", clicksPerHour * Size, Unit + "/h", suffix);
    }
}
