using Stratum.Core;

namespace Stratum.Validation;

/// <summary>The recent values of at most so many series. Safe for concurrent use.</summary>
internal sealed class SeriesHistories(int maxSeries)
{
    private readonly Lock _lock = new();
    private readonly RecentlyHeard<SeriesKey, SeriesHistory> _series = new(maxSeries);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _series.Count;
            }
        }
    }

    public void Learn(SeriesKey key, HistoryPoint point)
    {
        lock (_lock)
        {
            _series.Touch(key, static _ => new SeriesHistory()).Add(point);
        }
    }

    public IReadOnlyList<HistoryPoint> Before(SeriesKey key, long timestamp)
    {
        lock (_lock)
        {
            return _series.TryGet(key, out var history) ? history.Before(timestamp) : [];
        }
    }
}
