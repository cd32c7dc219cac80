using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The decoded rows of one block, in order of timestamp and content.</summary>
internal sealed class BlockRows(Series series, int count)
{
    public Series Series { get; } = series;

    public int Count { get; } = count;

    public long[] Timestamps { get; } = new long[count];

    public double[] Values { get; } = new double[count];

    public (GeoPoint? Position, double? Altitude)[] Places { get; } = new (GeoPoint?, double?)[count];

    public ContentId[] ContentIds { get; } = new ContentId[count];

    public Signature[] Signatures { get; } = new Signature[count];

    public long[] Arrivals { get; } = new long[count];

    public long[] ReceivedAtMs { get; } = new long[count];

    /// <summary>received_via in bits 0..1, time_source in bits 2..3.</summary>
    public byte[] Origins { get; } = new byte[count];

    public Assessment[] Assessments { get; } = new Assessment[count];

    public StoredObservation Row(int at)
    {
        var (position, altitude) = Places[at];
        var observation = new Observation(Series, Timestamps[at], Values[at], position, altitude);
        return new StoredObservation(
            new SignedObservation(observation, Signatures[at], ContentIds[at]),
            Arrivals[at],
            ReceivedAtMs[at],
            (ReceivedVia)(Origins[at] & 3),
            (TimeSource)((Origins[at] >> 2) & 3),
            Assessments[at]);
    }

    /// <summary>The first row at or after a timestamp; <see cref="Count"/> when there is none.</summary>
    public int FirstAtOrAfter(long timestamp)
    {
        var low = 0;
        var high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Timestamps[middle] < timestamp)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
