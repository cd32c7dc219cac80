namespace Stratum.Api;

/// <summary>The values of a step. Directions are averaged as unit vectors and have no minimum or maximum.</summary>
internal sealed class ValueBucket(BucketKey key, long start, bool isCircular) : Bucket(key, start)
{
    private double _sum;
    private double _sin;
    private double _cos;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private long _count;

    public override double? this[Aggregates column] => column switch
    {
        Aggregates.Mean => Mean(),
        Aggregates.Min => isCircular ? null : _min,
        Aggregates.Max => isCircular ? null : _max,
        Aggregates.Count => _count,
        _ => null,
    };

    public void Add(double value)
    {
        _count++;
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
        _sum += value;
        if (isCircular)
        {
            var (sin, cos) = Math.SinCos(double.DegreesToRadians(value));
            _sin += sin;
            _cos += cos;
        }
    }

    // Null when directions cancel out, or when a sum of huge values is not finite.
    private double? Mean()
    {
        if (!isCircular)
        {
            return _sum / _count;
        }

        if (((_sin * _sin) + (_cos * _cos)) / ((double)_count * _count) < 1e-12)
        {
            return null;
        }

        var degrees = double.RadiansToDegrees(Math.Atan2(_sin, _cos));
        return degrees < 0 ? degrees + 360 : degrees;
    }
}
