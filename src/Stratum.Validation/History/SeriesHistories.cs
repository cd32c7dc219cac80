using Stratum.Core;

namespace Stratum.Validation;

/// <summary>The past of at most so many series. The one that was learned from longest ago goes first. Safe for concurrent use.</summary>
internal sealed class SeriesHistories(int maxSeries)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SeriesKey, LinkedListNode<(SeriesKey Key, SeriesHistory History)>> _bySeries = [];
    private readonly LinkedList<(SeriesKey Key, SeriesHistory History)> _byAge = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _bySeries.Count;
            }
        }
    }

    public void Learn(SeriesKey key, HistoryPoint point)
    {
        lock (_lock)
        {
            if (_bySeries.TryGetValue(key, out var node))
            {
                _byAge.Remove(node);
                _byAge.AddLast(node);
            }
            else
            {
                while (_bySeries.Count >= maxSeries)
                {
                    _bySeries.Remove(_byAge.First!.Value.Key);
                    _byAge.RemoveFirst();
                }

                node = _byAge.AddLast((key, new SeriesHistory()));
                _bySeries.Add(key, node);
            }

            node.Value.History.Add(point);
        }
    }

    public IReadOnlyList<HistoryPoint> Before(SeriesKey key, long timestamp)
    {
        lock (_lock)
        {
            return _bySeries.TryGetValue(key, out var node) ? node.Value.History.Before(timestamp) : [];
        }
    }
}
