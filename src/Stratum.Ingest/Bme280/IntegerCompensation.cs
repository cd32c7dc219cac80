namespace Stratum.Ingest;

/// <summary>
/// The datasheet's integer formulas (BME280 1.24, section 4.2.3): 0.01 degC, Pa in Q24.8 and %RH in Q22.10, as the Linux driver computes
/// them. In 64 bits throughout, where shifts are arithmetic and nothing can wrap.
/// </summary>
internal static class IntegerCompensation
{
    // 100 %RH in Q22.22, the datasheet's upper clamp.
    private const long HumidityMax = 419_430_400;

    public static Bme280Values Compute(Bme280Calibration c, Bme280Sample sample)
    {
        if (sample.Temperature is not { } rawTemperature)
        {
            // Everything else is corrected by it.
            return default;
        }

        var fine = Fine(c, rawTemperature);
        return new Bme280Values(
            ((fine * 5) + 128 >> 8) / 100.0,
            sample.Pressure is { } pressure && Pressure(c, pressure, fine) is { } pascal ? pascal / 256.0 : null,
            sample.Humidity is { } humidity ? Humidity(c, humidity, fine) / 1024.0 : null);
    }

    public static long Fine(Bme280Calibration c, long raw)
    {
        var coarse = (((raw >> 3) - ((long)c.T1 << 1)) * c.T2) >> 11;
        var difference = (raw >> 4) - c.T1;
        return coarse + ((((difference * difference) >> 12) * c.T3) >> 14);
    }

    /// <summary>Pa in Q24.8; null where the formula would divide by zero.</summary>
    public static long? Pressure(Bme280Calibration c, long raw, long fine)
    {
        var first = fine - 128_000;
        var second = (first * first * c.P[4]) + ((first * c.P[3]) << 17) + ((long)c.P[2] << 35);
        first = ((first * first * c.P[1]) >> 8) + ((first * c.P[0]) << 12);
        first = (((1L << 47) + first) * c.P1) >> 33;
        if (first == 0)
        {
            return null;
        }

        // Wider than the chip's 64 bits: parameters of a broken chip must give a wrong number, not a wrapped one that looks right.
        var p = ((((Int128)(1_048_576 - raw) << 31) - second) * 3125) / first;
        var square = (c.P[7] * (p >> 13) * (p >> 13)) >> 25;
        var linear = (c.P[6] * p) >> 19;
        var result = ((p + square + linear) >> 8) + ((long)c.P[5] << 4);
        return result >= long.MinValue && result <= long.MaxValue ? (long)result : null;
    }

    /// <summary>%RH in Q22.10.</summary>
    public static long Humidity(Bme280Calibration c, long raw, long fine)
    {
        var v = fine - 76_800;
        var left = ((raw << 14) - ((long)c.H4 << 20) - (c.H5 * v) + 16_384) >> 15;
        var right = (((((((v * c.H6) >> 10) * (((v * c.H3) >> 11) + 32_768)) >> 10) + 2_097_152) * c.H2) + 8_192) >> 14;
        v = left * right;
        v -= (((((v >> 15) * (v >> 15)) >> 7) * c.H1) >> 4);
        return Math.Clamp(v, 0, HumidityMax) >> 12;
    }
}
