using System.Collections.Frozen;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Home Assistant's device classes and units of sensors, in the registry's words (developers.home-assistant.io, "Sensor entity").</summary>
internal static class HomeAssistantClasses
{
    private static readonly (string DeviceClass, string ReadingType)[] Classes =
    [
        ("temperature", "temperature"), ("humidity", "humidity"), ("pressure", "pressure"), ("atmospheric_pressure", "pressure"),
        ("illuminance", "light_level"), ("irradiance", "solar_radiation"), ("carbon_dioxide", "co2"), ("pm1", "pm1_0"), ("pm25", "pm2_5"), ("pm4", "pm4_0"),
        ("pm10", "pm10"), ("wind_speed", "wind_speed"), ("wind_direction", "wind_direction"), ("precipitation", "rainfall"),
        ("precipitation_intensity", "rain_rate"), ("moisture", "soil_moisture"), ("nitrogen_monoxide", "no"), ("nitrogen_dioxide", "no2"),
        ("sulphur_dioxide", "so2"), ("ozone", "o3"), ("carbon_monoxide", "co"), ("sound_pressure", "noise_level"),
    ];

    private static readonly FrozenSet<string> OtherPressures = new[] { "tyre", "tire", "pump", "oil", "gas", "flow", "brake", "hydraulic" }.ToFrozenSet();

    /// <summary>Home Assistant's device class of a reading type, or null.</summary>
    public static string? ClassOf(string readingType) => readingType switch
    {
        "dew_point" or "soil_temperature" or "heat_index" or "wind_chill" => "temperature",
        "pressure" or "pressure_sea_level" => "atmospheric_pressure",
        "wind_gust" => "wind_speed",
        "rain_total" => "precipitation",
        "wind_gust_direction" => "wind_direction",
        _ => Classes.FirstOrDefault(one => one.ReadingType == readingType).DeviceClass,
    };

    /// <summary>Home Assistant's text for a registry unit.</summary>
    public static string UnitFor(string unit) => unit switch { "lux" => "lx", "W/m2" => "W/m\u00b2", "1" or "count" or "index" => "", _ => unit };

    /// <summary>The reading type, or null for a class that is no observation.</summary>
    public static string? ReadingTypeOf(string deviceClass, string stateClass)
    {
        var readingType = Classes.FirstOrDefault(one => one.DeviceClass == deviceClass).ReadingType;
        return readingType == "rainfall" && stateClass is "total_increasing" or "total" ? "rain_total" : readingType;
    }

    /// <summary>
    /// The reading type of an entity of that class whose names have these words; null where they say that it is none of the air, the soil or a probe:
    /// the heat of a processor, a setpoint, what the air feels like, the pressure of water.
    /// </summary>
    public static string? ReadingTypeOf(string classType, IReadOnlyList<string> words) => classType switch
    {
        "temperature" when SensorWords.IsDewPoint(words) => "dew_point",
        "temperature" when !SensorWords.IsMeasured(words) => null,
        "temperature" when words.Contains("soil") => "soil_temperature",
        "humidity" when words.Contains("soil") => "soil_moisture",
        "pressure" when SensorWords.DeploymentOf(words) == Deployments.ProbeType || words.Any(OtherPressures.Contains) => null,
        "pressure" when words.Contains("sea") || words.Contains("sealevel") => "pressure_sea_level",
        "wind_speed" when words.Contains("gust") || words.Contains("gusts") || words.Contains("windgust") => "wind_gust",
        "co2" when words.Any(word => word is "eco2" or "equivalent" or "estimated") => null,
        _ => classType,
    };

    /// <summary>The registry's spelling of a unit, or null when the reading type cannot have it.</summary>
    public static string? UnitOf(string unit, string readingType)
    {
        if (QuantityRegistry.Default.Find(readingType) is not { } quantity)
        {
            return null;
        }

        // Greek mu and the micro sign look the same and are not.
        var known = unit.Replace('\u03bc', '\u00b5');
        return known.Length == 0 ? quantity.Unit : UnitConversion.AreConvertible(known, quantity.Unit) ? known : null;
    }
}
