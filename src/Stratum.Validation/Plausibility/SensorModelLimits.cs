using Stratum.Core;

namespace Stratum.Validation;

/// <summary>What a sensor model can measure at all: a third, tighter layer of limits, since a value at the end of a sensor's range is a fault.</summary>
internal static class SensorModelLimits
{
    /// <summary>Names of consoles, which stand for the thermometer outdoors that comes with them.</summary>
    private static readonly (string Prefix, string ReadingType, ValueRange Range)[] OutdoorTable =
    [
        ("davis", "temperature", new(-40, 65)),
        ("vantage", "temperature", new(-40, 65)),
        ("ecowitt", "temperature", new(-40, 60)),
    ];

    /// <summary>Model name prefixes with the range of a quantity. Sources: Davis 6163 specification, Ecowitt WS69/WS90/WH32 manuals, Bosch, Sensirion and
    /// Analog Devices datasheets.</summary>
    private static readonly (string Prefix, string ReadingType, ValueRange Range)[] Table =
    [
        ("ws69", "temperature", new(-40, 60)),
        ("ws80", "temperature", new(-40, 60)),
        ("ws90", "temperature", new(-40, 60)),
        ("wh32", "temperature", new(-40, 60)),
        ("bme280", "temperature", new(-40, 85)),
        ("bme280", "pressure", new(300, 1100)),
        ("bmp280", "temperature", new(-40, 85)),
        ("bmp280", "pressure", new(300, 1100)),
        ("dht22", "temperature", new(-40, 80)),
        ("ds18b20", "temperature", new(-55, 125)),
        ("sds011", "pm2_5", new(0, 999.9)),
        ("sds011", "pm10", new(0, 1999.9)),
    ];

    /// <summary>The range, or null when the model or the quantity is not in the table.</summary>
    public static ValueRange? Find(Series series)
    {
        // What a console signs in rooms and from probes is of other sensors than the one on the mast.
        return (series.Deployment == Deployment.Outdoor ? Find(series, OutdoorTable) : null) ?? Find(series, Table);
    }

    private static ValueRange? Find(Series series, (string Prefix, string ReadingType, ValueRange Range)[] table)
    {
        foreach (var (prefix, type, range) in table)
        {
            if (type == series.ReadingType && series[TextField.SensorModel].StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return range;
            }
        }

        return null;
    }
}
