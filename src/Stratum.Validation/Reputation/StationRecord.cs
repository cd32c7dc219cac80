namespace Stratum.Validation;

/// <summary>
/// How often a station was right of late: a Beta-Bernoulli estimate whose evidence fades, so that a station that was mended, or one that breaks,
/// is known for what it is within days.
/// </summary>
internal sealed class StationRecord
{
    /// <summary>Where a station of a known signer starts (VALIDATION, section 3 item 4).</summary>
    public const double KnownPrior = 0.7;

    /// <summary>
    /// A stranger's station starts lower. Still above 0.625, so that a value that only could not be compared (0.8) stays above the 0.5 at which
    /// /now begins to listen.
    /// </summary>
    public const double StrangerPrior = 0.65;

    /// <summary>The prior counts as so many windows: two hours of a lone verdict each ten minutes do not make or break a name.</summary>
    private const double PriorStrength = 12;

    /// <summary>Evidence halves in a week: weather that misleads a place lasts days, a defect lasts until somebody mends it.</summary>
    private const double HalfLifeSeconds = 7 * 86_400;

    private double _right;
    private double _wrong;
    private long _newest = long.MinValue;

    /// <summary>Takes the verdict of a window; an older one than the newest is dropped.</summary>
    public void Add(bool right, long timestamp)
    {
        if (timestamp < _newest)
        {
            return;
        }

        var fading = _newest == long.MinValue ? 0 : Math.Pow(0.5, (timestamp - _newest) / HalfLifeSeconds);
        _right = (_right * fading) + (right ? 1 : 0);
        _wrong = (_wrong * fading) + (right ? 0 : 1);
        _newest = timestamp;
    }

    /// <summary>The probability that the station's next value is right, as far as its past tells.</summary>
    public double Estimate(double prior) => ((prior * PriorStrength) + _right) / (PriorStrength + _right + _wrong);
}
