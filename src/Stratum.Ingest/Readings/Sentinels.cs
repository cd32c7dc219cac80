using System.Collections.Frozen;

namespace Stratum.Ingest;

/// <summary>
/// Numbers that devices send where they have no value: no air, soil, rain or light ever measures them exactly. One rule for every adapter; what is
/// a sentinel for one vendor alone, and a value for others (-40 degrees, humidity 0), is that adapter's own business.
/// </summary>
internal static class Sentinels
{
    // DS18B20 between power-on and its first conversion (datasheet, "Operation - Measuring Temperature"), and Dallas libraries without an answer.
    private const double PowerOnCelsius = 85;
    private const double DisconnectedCelsius = -127;

    // -9999 and -999: databases and drivers; 65535 and 6553.5: 0xFFFF, also in tenths.
    private static readonly FrozenSet<double> Anywhere = new[] { -9999, -999.9, -999, 6553.5 }.ToFrozenSet();

    // 0x7FFF, 0x8000 and 0xFFFF in whole degrees, tenths and hundredths; 0xFF in halves; 999 of Shelly's and others' displays; -100 of failed I2C reads.
    private static readonly FrozenSet<double> Temperatures = new[]
        { 999, 999.9, 9999, 32767, -32768, 3276.7, -3276.8, 327.67, -327.68, 655.35, 127.5, -100, DisconnectedCelsius }.ToFrozenSet();

    private static readonly FrozenSet<double> Percentages = new[] { 999, 999.9, 9999, 655.35, 327.67, 127.5, 255, 254, -1 }.ToFrozenSet();

    private static readonly FrozenSet<double> Winds = new[] { 999, 999.9, 9999, 327.67, -1 }.ToFrozenSet();

    /// <summary>
    /// Whether the number means "no value". <paramref name="unit"/> is the one that the device sends in, in any spelling; where the sensor may
    /// be in a boiler or an oven (<paramref name="isProbe"/>), 85 degrees are a temperature.
    /// </summary>
    public static bool IsNoValue(string readingType, double value, string unit, bool isProbe = false)
    {
        // A station at 3,600 m has 65,535 Pa.
        if (Anywhere.Contains(value) || (value == 65535 && unit != "Pa"))
        {
            return true;
        }

        switch (readingType)
        {
            case "temperature" or "dew_point" or "soil_temperature" or "heat_index" or "wind_chill":
                var celsius = unit is "F" or "\u00b0F" or "degF" ? Math.Round((value - 32) / 1.8, 6) : value;
                return Temperatures.Contains(value) || celsius == DisconnectedCelsius || (celsius == PowerOnCelsius && !isProbe);
            case "humidity" or "soil_moisture":
                return Percentages.Contains(value);
            case "wind_direction" or "wind_gust_direction":
                return Winds.Contains(value) || value is 511 or 32767;
            case "wind_speed" or "wind_gust":
                return Winds.Contains(value) || (value == 127.5 && unit == "m/s");
            case "pressure" or "pressure_sea_level" or "co2":
                // Neither is ever absent from air.
                return value == 0;
            default:
                return false;
        }
    }

    /// <summary>
    /// Whether a DS18B20 has not measured since it was switched on, or is not there: its 85 and -127 degrees, also where it hangs in a boiler.
    /// </summary>
    public static bool IsUnreadProbe(double celsius) => celsius is PowerOnCelsius or DisconnectedCelsius;
}
