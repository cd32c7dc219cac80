using System.Collections.Frozen;

namespace Stratum.Core;

/// <summary>
/// The names that fill an absent reading_type_name when version 1 is signed. Frozen with version 1 on 2026-11-20: a quantity
/// that the registry gains later is not added here, so that two nodes sign the same bytes for the same draft in any year.
/// </summary>
internal static class ReadingTypeNamesV1
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["temperature"] = "Temperature",
        ["dew_point"] = "Dew Point",
        ["humidity"] = "Humidity",
        ["pressure"] = "Pressure",
        ["pressure_sea_level"] = "Sea-level Pressure",
        ["wind_speed"] = "Wind Speed",
        ["wind_gust"] = "Wind Gust",
        ["wind_direction"] = "Wind Direction",
        ["rainfall"] = "Rainfall",
        ["rain_rate"] = "Rain Rate",
        ["solar_radiation"] = "Solar Radiation",
        ["uv_index"] = "UV Index",
        ["light_level"] = "Light Level",
        ["pm2_5"] = "PM2.5",
        ["pm10"] = "PM10",
        ["co2"] = "CO\u2082",
        ["soil_temperature"] = "Soil Temperature",
        ["soil_moisture"] = "Soil Moisture",
        ["soil_water_tension"] = "Soil Water Tension",
        ["leaf_wetness"] = "Leaf Wetness",
        ["lightning_count"] = "Lightning Count",
        ["temperature_5m"] = "Temperature (5m)",
        ["temperature_6m"] = "Temperature (6m)",
        ["gas_resistance"] = "Gas Resistance",
        ["pm1_0"] = "PM1.0",
        ["particles_0_3um"] = "Particles (>0.3\u00B5m)",
        ["particles_0_5um"] = "Particles (>0.5\u00B5m)",
        ["particles_1_0um"] = "Particles (>1.0\u00B5m)",
        ["particles_2_5um"] = "Particles (>2.5\u00B5m)",
        ["particles_5_0um"] = "Particles (>5.0\u00B5m)",
        ["particles_10um"] = "Particles (>10\u00B5m)",
        ["voc_index"] = "VOC Index",
        ["nox_index"] = "NOx Index",
        ["voc_raw"] = "VOC Raw",
        ["nox_raw"] = "NOx Raw",
        ["wind_gust_direction"] = "Wind Gust Direction",
        ["no"] = "NO",
        ["no2"] = "NO\u2082",
        ["so2"] = "SO\u2082",
        ["o3"] = "O\u2083",
        ["co"] = "CO",
        ["pm4_0"] = "PM4.0",
        ["lightning_distance"] = "Lightning Distance",
        ["vapour_pressure_deficit"] = "Vapour Pressure Deficit",
        ["black_globe_temperature"] = "Black Globe Temperature",
        ["wet_bulb_globe_temperature"] = "Wet Bulb Globe Temperature",
        ["soil_conductivity"] = "Soil Conductivity",
        ["evapotranspiration"] = "Evapotranspiration",
        ["heat_index"] = "Heat Index",
        ["wind_chill"] = "Wind Chill",
        ["rain_total"] = "Rain Counter",
        ["leaf_wetness_percent"] = "Leaf Wetness",
        ["noise_level"] = "Noise Level",
        ["radiation_dose_rate"] = "Radiation Dose Rate",
        ["voltage"] = "Voltage",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How many names there are.</summary>
    public static int Count => Names.Count;

    /// <summary>The name, or "" for a reading type outside the table.</summary>
    public static string Find(string readingType) => Names.GetValueOrDefault(readingType, "");
}
