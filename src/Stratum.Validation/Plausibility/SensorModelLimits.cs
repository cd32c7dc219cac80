using Stratum.Core;

namespace Stratum.Validation;

/// <summary>What a sensor model can measure at all: a third, tighter layer of limits, since a value at the end of a sensor's range is a fault.</summary>
internal static class SensorModelLimits
{
    /// <summary>Model name prefixes with the range of a quantity. Sources: Davis 6163 specification, Ecowitt WS69/WS90/WH32 manuals, Bosch and Sensirion
    /// datasheets.</summary>
    private static readonly (string Prefix, string ReadingType, ValueRange Range)[] Table =
    [
        ("davis", "temperature", new(-40, 65)),
        ("vantage", "temperature", new(-40, 65)),
        ("ecowitt", "temperature", new(-40, 60)),
        ("ws69", "temperature", new(-40, 60)),
        ("ws80", "temperature", new(-40, 60)),
        ("ws90", "temperature", new(-40, 60)),
        ("wh32", "temperature", new(-40, 60)),
        ("bme280", "temperature", new(-40, 85)),
        ("bme280", "pressure", new(300, 1100)),
        ("bmp280", "temperature", new(-40, 85)),
        ("bmp280", "pressure", new(300, 1100)),
        ("dht22", "temperature", new(-40, 80)),
        ("sds011", "pm2_5", new(0, 999.9)),
        ("sds011", "pm10", new(0, 1999.9)),
    ];

    /// <summary>The range, or null when the model or the quantity is not in the table.</summary>
    public static ValueRange? Find(string sensorModel, string readingType)
    {
        foreach (var (prefix, type, range) in Table)
        {
            if (type == readingType && sensorModel.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return range;
            }
        }

        return null;
    }
}
