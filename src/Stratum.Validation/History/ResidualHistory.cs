namespace Stratum.Validation;

/// <summary>
/// Two days of a series by the hour: what it said and what its neighbours made expect, in comparable terms. 48 pairs of floats and a bit each
/// are 392 bytes, so that a series with all its state stays below one KiB (VALIDATION, section 3 item 7).
/// </summary>
internal sealed class ResidualHistory
{
    /// <summary>Longer (72 h) gained nothing on berlin-temperature, 24 h lost little.</summary>
    public const int Hours = 48;

    /// <summary>Hours before and after that count as the same hour of the day.</summary>
    private const int SameHourReach = 2;

    private const int FewestSameHours = 3;

    private readonly float[] _values = new float[Hours];
    private readonly float[] _expected = new float[Hours];
    private ulong _usable;
    private long _newestHour = long.MinValue;

    public ResidualHistory()
    {
        _values.AsSpan().Fill(float.NaN);
        _expected.AsSpan().Fill(float.NaN);
    }

    /// <summary>Takes the newest value of an hour; an older hour than the newest is dropped.</summary>
    /// <param name="hour">Unix hours.</param>
    /// <param name="value">What the series said.</param>
    /// <param name="expected">What the neighbours made expect; NaN when unknown.</param>
    /// <param name="usable">Whether it was found right: what was not is no measure for what follows.</param>
    public void Add(long hour, double value, double expected, bool usable)
    {
        if (hour < _newestHour)
        {
            return;
        }

        var first = _newestHour == long.MinValue ? hour : Math.Max(_newestHour + 1, hour - Hours + 1);
        for (var between = first; between < hour; between++)
        {
            Put(between, float.NaN, float.NaN, false);
        }

        _newestHour = hour;
        Put(hour, (float)value, (float)expected, usable);
    }

    /// <summary>Value and expectation of an hour; NaN when there is none.</summary>
    public (float Value, float Expected) At(long hour) => _newestHour != long.MinValue && hour <= _newestHour && hour > _newestHour - Hours
        ? (_values[Slot(hour)], _expected[Slot(hour)])
        : (float.NaN, float.NaN);

    /// <summary>Copies the residuals of usable hours before <paramref name="hour"/> that are not older than two days; gives their number.</summary>
    public int Residuals(long hour, Span<double> residuals)
    {
        var count = 0;
        for (var past = hour; past > hour - Hours; past--)
        {
            var (value, expected) = At(past);
            var residual = value - expected;
            if (!float.IsNaN(residual) && (_usable >> Slot(past) & 1) != 0)
            {
                residuals[count++] = residual;
            }
        }

        return count;
    }

    /// <summary>The residual of an hour that was found right; NaN when there is none.</summary>
    public double UsableResidual(long hour)
    {
        var (value, expected) = At(hour);
        return (_usable >> Slot(hour) & 1) != 0 ? value - expected : double.NaN;
    }

    /// <summary>
    /// The median usable residual around the same hour of the day before: what sun and shade do to a place they do every day. NaN when fewer than
    /// three are known.
    /// </summary>
    public double SameHourYesterday(long hour)
    {
        Span<double> residuals = stackalloc double[(2 * SameHourReach) + 1];
        var count = 0;
        for (var past = hour - 24 - SameHourReach; past <= hour - 24 + SameHourReach; past++)
        {
            if (UsableResidual(past) is var residual && !double.IsNaN(residual))
            {
                residuals[count++] = residual;
            }
        }

        return count >= FewestSameHours ? RobustStatistics.Median(residuals[..count]) : double.NaN;
    }

    private static int Slot(long hour) => (int)(((hour % Hours) + Hours) % Hours);

    private void Put(long hour, float value, float expected, bool usable)
    {
        var slot = Slot(hour);
        _values[slot] = value;
        _expected[slot] = expected;
        _usable = usable ? _usable | (1UL << slot) : _usable & ~(1UL << slot);
    }
}
