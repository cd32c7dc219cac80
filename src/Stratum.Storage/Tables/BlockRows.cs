using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// The decoded rows of one block, in order of timestamp and content. Read for its contents alone it has timestamps, values and places only. For one thread.
/// </summary>
internal sealed class BlockRows(Series series, int count, bool contentOnly)
{
    private ContentId[]? _contentIds;

    public Series Series { get; } = series;

    public int Count { get; } = count;

    public long[] Timestamps { get; } = new long[count];

    public double[] Values { get; } = new double[count];

    public (GeoPoint? Position, double? Altitude)[] Places { get; } = new (GeoPoint?, double?)[count];

    public Signature[] Signatures { get; } = contentOnly ? [] : new Signature[count];

    public long[] Arrivals { get; } = contentOnly ? [] : new long[count];

    public long[] ReceivedAtMs { get; } = contentOnly ? [] : new long[count];

    /// <summary>received_via in bits 0..1, time_source in bits 2..3.</summary>
    public byte[] Origins { get; } = contentOnly ? [] : new byte[count];

    public Assessment[] Assessments { get; } = contentOnly ? [] : new Assessment[count];

    /// <summary>The row's id, computed when it is asked for: most reads skip most rows.</summary>
    public ContentId ContentId(int at)
    {
        _contentIds ??= new ContentId[Count];
        if (_contentIds[at] == default)
        {
            _contentIds[at] = CanonicalForm.ContentIdOf(Observation(at));
        }

        return _contentIds[at];
    }

    public Observation Observation(int at) => new(Series, Timestamps[at], Values[at], Places[at].Position, Places[at].Altitude);

    /// <summary>Whether the row is this content: the same second, the same bits of value, position and altitude.</summary>
    public bool Is(int at, Observation other) => Timestamps[at] == other.Timestamp
        && BitConverter.DoubleToInt64Bits(Values[at]) == BitConverter.DoubleToInt64Bits(other.Value)
        && PlaceCodec.Same(Places[at].Position, other.Position) && PlaceCodec.Same(Places[at].Altitude, other.Altitude);

    public StoredObservation Row(int at) => new(
        new SignedObservation(Observation(at), Signatures[at], ContentId(at)),
        Arrivals[at],
        ReceivedAtMs[at],
        (ReceivedVia)(Origins[at] & 3),
        (TimeSource)((Origins[at] >> 2) & 3),
        Assessments[at]);

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
