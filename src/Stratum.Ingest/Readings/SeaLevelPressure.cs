using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Reduction of station pressure to sea level: p0 = p (1 - 0.0065 z / (T + 0.0065 z + 273.15))^-5.257 (INGEST, section 6). A device's own
/// "relative" pressure is an offset that its owner typed in, or forgot to.
/// </summary>
internal static class SeaLevelPressure
{
    // K per metre, and the exponent g M / (R L) of the standard atmosphere.
    private const double Lapse = 0.0065;
    private const double Exponent = -5.257;
    private const double ZeroCelsius = 273.15;

    /// <summary>
    /// Adds it where station pressure, outdoor temperature and altitude are known and the device gave none that counts. The warmth of a room
    /// would be wrong by hectopascals in the hills.
    /// </summary>
    public static void AddTo(StationReadings readings, double? altitude, SourceChoice choice)
    {
        // A device that tells its own leaves a gap where it does not: computed values are no part of its series.
        if (choice.WasEver("sea level", readings.DeviceId, readings.Find("pressure_sea_level") is not null))
        {
            return;
        }

        if (altitude is not { } metres
            || readings.Find("pressure") is not { } station || ValueOf(readings, "pressure") is not { } pressure
            || readings.Find("temperature") is not { Deployment: "" } || ValueOf(readings, "temperature") is not { } temperature)
        {
            return;
        }

        readings.Add("pressure_sea_level", Reduce(pressure, temperature, metres), "hPa", deployment: station.Deployment);
    }

    /// <summary>hPa at sea level, rounded to the registry's decimals; null where the result is no number.</summary>
    public static double? Reduce(double pressureHpa, double temperatureC, double altitudeM)
    {
        var climb = Lapse * altitudeM;
        var reduced = pressureHpa * Math.Pow(1 - (climb / (temperatureC + climb + ZeroCelsius)), Exponent);
        var decimals = QuantityRegistry.Default.Find("pressure_sea_level")!.Decimals;
        return double.IsFinite(reduced) && Math.Abs(reduced) < 1e6 ? UnitConversion.Round((decimal)reduced, decimals) : null;
    }

    private static double? ValueOf(StationReadings readings, string readingType) =>
        readings.Find(readingType) is { } item && UnitConversion.TryConvert(item.Value, item.Unit, QuantityRegistry.Default.Find(readingType)!, out var value)
            ? value
            : null;
}
