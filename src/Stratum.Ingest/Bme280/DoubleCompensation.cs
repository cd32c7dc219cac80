namespace Stratum.Ingest;

/// <summary>The datasheet's formulas in floating point (BME280 1.24, section 8.1), with the fine temperature truncated as Bosch's own code does.</summary>
internal static class DoubleCompensation
{
    public static Bme280Values Compute(Bme280Calibration c, Bme280Sample sample)
    {
        if (sample.Temperature is not { } rawTemperature)
        {
            return default;
        }

        var fine = Fine(c, rawTemperature);
        var truncated = Math.Truncate(fine);
        return new Bme280Values(
            fine / 5120,
            sample.Pressure is { } pressure ? Pressure(c, pressure, truncated) : null,
            sample.Humidity is { } humidity ? Humidity(c, humidity, truncated) : null);
    }

    public static double Fine(Bme280Calibration c, double raw)
    {
        var coarse = ((raw / 16384) - (c.T1 / 1024.0)) * c.T2;
        var difference = (raw / 131072) - (c.T1 / 8192.0);
        return coarse + (difference * difference * c.T3);
    }

    /// <summary>Pascal; null where the formula would divide by zero.</summary>
    public static double? Pressure(Bme280Calibration c, double raw, double fine)
    {
        var first = (fine / 2) - 64000;
        var second = first * first * c.P[4] / 32768;
        second += first * c.P[3] * 2;
        second = (second / 4) + (c.P[2] * 65536.0);
        first = ((c.P[1] * first * first / 524288) + (c.P[0] * first)) / 524288;
        first = (1 + (first / 32768)) * c.P1;
        if (first == 0)
        {
            return null;
        }

        var p = (1048576 - raw - (second / 4096)) * 6250 / first;
        first = c.P[7] * p * p / 2147483648;
        second = p * c.P[6] / 32768;
        return p + ((first + second + c.P[5]) / 16);
    }

    public static double Humidity(Bme280Calibration c, double raw, double fine)
    {
        var h = fine - 76800;
        h = (raw - ((c.H4 * 64.0) + (c.H5 / 16384.0 * h)))
            * (c.H2 / 65536.0 * (1 + (c.H6 / 67108864.0 * h * (1 + (c.H3 / 67108864.0 * h)))));
        return Math.Clamp(h * (1 - (c.H1 * h / 524288)), 0, 100);
    }
}
