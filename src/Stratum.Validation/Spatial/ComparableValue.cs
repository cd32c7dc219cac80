using Stratum.Core;

namespace Stratum.Validation;

/// <summary>Brings an observation into the terms of its <see cref="ComparisonMode"/>.</summary>
internal static class ComparableValue
{
    /// <summary>ICAO standard atmosphere at sea level; used for the reduction when a station has no thermometer (1 hPa for 10 K at 350 m).</summary>
    private const double StandardTemperature = 15;

    /// <summary>The value to compare, or null when the observation lacks what the mode needs.</summary>
    public static double? Of(Observation observation, ComparisonMode mode, ILatestObservations latest) => mode switch
    {
        ComparisonMode.Additive or ComparisonMode.Event => observation.Value,
        ComparisonMode.Logarithmic => observation.Value >= 0 ? Math.Log(observation.Value + 1) : null,
        ComparisonMode.DewPoint => TemperatureOf(observation, latest) is { } temperature && observation.Value > 0
            ? DewPoint(temperature, Math.Min(100, observation.Value))
            : null,
        ComparisonMode.SeaLevelPressure => observation.Altitude is { } altitude
            ? AtSeaLevel(observation.Value, altitude, TemperatureOf(observation, latest) ?? StandardTemperature)
            : null,
        _ => null,
    };

    /// <summary>Dew point in degC by the Magnus formula (WMO-No. 8, annex 4.B: 17.62 and 243.12 over water).</summary>
    public static double DewPoint(double temperature, double humidityPercent)
    {
        var gamma = Math.Log(humidityPercent / 100) + (17.62 * temperature / (243.12 + temperature));
        return 243.12 * gamma / (17.62 - gamma);
    }

    /// <summary>p0 = p (1 - 0.0065 z / (T + 0.0065 z + 273.15))^-5.257 (WMO-No. 8; INGEST, section 6).</summary>
    public static double AtSeaLevel(double pressure, double altitude, double temperature) =>
        pressure * Math.Pow(1 - (0.0065 * altitude / (temperature + (0.0065 * altitude) + 273.15)), -5.257);

    private static double? TemperatureOf(Observation observation, ILatestObservations latest) =>
        CrossQuantityRules.Companion(latest.LatestOf(observation.Series.Station), "temperature", observation)?.Observation.Observation.Value;
}
