using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// The past of one series in a ring of fixed size. Points at least <see cref="SpacingSeconds"/> apart are kept, and always the
/// newest one, so that a station that reports every few seconds has hours of past and not minutes.
/// </summary>
internal sealed class SeriesHistory
{
    /// <summary>48 points of 16 bytes are 768 bytes; with ring, key and list node a series stays below one KiB (VALIDATION, section 3 item 7).</summary>
    public const int Capacity = 48;

    /// <summary>Ten minutes: eight hours of past, and six points in the 60 minutes of a persistence test.</summary>
    public const long SpacingSeconds = 600;

    private readonly HistoryPoint[] _points = new HistoryPoint[Capacity];
    private int _start;

    public int Count { get; private set; }

    /// <summary>Takes a point that is newer than the last one; an older one is dropped, since the ring is in order of time.</summary>
    public void Add(HistoryPoint point)
    {
        if (Count > 0 && point.Timestamp <= At(Count - 1).Timestamp)
        {
            return;
        }

        if (Count > 1 && At(Count - 1).Timestamp - At(Count - 2).Timestamp < SpacingSeconds)
        {
            _points[IndexOf(Count - 1)] = point;
            return;
        }

        if (Count < Capacity)
        {
            Count++;
        }
        else
        {
            _start = (_start + 1) % Capacity;
        }

        _points[IndexOf(Count - 1)] = point;
    }

    /// <summary>The points before <paramref name="timestamp"/>, oldest first.</summary>
    public HistoryPoint[] Before(long timestamp)
    {
        var count = Count;
        while (count > 0 && At(count - 1).Timestamp >= timestamp)
        {
            count--;
        }

        var points = new HistoryPoint[count];
        for (var i = 0; i < count; i++)
        {
            points[i] = At(i);
        }

        return points;
    }

    private HistoryPoint At(int index) => _points[IndexOf(index)];

    private int IndexOf(int index) => (_start + index) % Capacity;
}
