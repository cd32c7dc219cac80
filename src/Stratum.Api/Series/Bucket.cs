using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>The values of one station and quantity in one step. Directions are averaged as unit vectors and have no minimum or maximum.</summary>
internal sealed class Bucket(BucketKey key, long start, bool isCircular)
{
    private double _sum;
    private double _sin;
    private double _cos;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private long _count;

    public BucketKey Key => key;

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

    public void Write(Utf8JsonWriter json, Aggregates aggregates)
    {
        json.WriteStartObject();
        json.WriteNumber("timestamp", start);
        json.WriteString("node_id", key.NodeId.ToString());
        json.WriteString("device_id", key.DeviceId);
        json.WriteString("reading_type", key.ReadingType);
        json.WriteString("unit", key.Unit);
        json.WriteString("deployment", Deployments.NameOf(key.Deployment));
        if (aggregates.HasFlag(Aggregates.Mean))
        {
            StatusJson.WriteNumberOrNull(json, "mean", Mean());
        }

        if (aggregates.HasFlag(Aggregates.Min))
        {
            StatusJson.WriteNumberOrNull(json, "min", isCircular ? (double?)null : _min);
        }

        if (aggregates.HasFlag(Aggregates.Max))
        {
            StatusJson.WriteNumberOrNull(json, "max", isCircular ? (double?)null : _max);
        }

        if (aggregates.HasFlag(Aggregates.Count))
        {
            json.WriteNumber("count", _count);
        }

        json.WriteEndObject();
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
