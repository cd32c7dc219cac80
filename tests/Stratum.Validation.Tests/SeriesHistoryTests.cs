using Stratum.Core;

namespace Stratum.Validation.Tests;

public class SeriesHistoryTests
{
    [Fact]
    public void Add_MoreThanItHolds_KeepsTheNewest()
    {
        var history = new SeriesHistory();
        for (var i = 0; i <= SeriesHistory.Capacity; i++)
        {
            history.Add(new HistoryPoint(i * 600L, i));
        }

        var points = history.Before(long.MaxValue);

        Assert.Equal(SeriesHistory.Capacity, points.Length);
        Assert.Equal(1, points[0].Value);
        Assert.Equal(SeriesHistory.Capacity, points[^1].Value);
    }

    [Fact]
    public void Add_EverySecond_KeepsHoursAndTheLastValue()
    {
        var history = new SeriesHistory();
        for (var i = 0; i < 7200; i++)
        {
            history.Add(new HistoryPoint(i, i));
        }

        var points = history.Before(long.MaxValue);

        Assert.Equal(0, points[0].Timestamp);
        Assert.Equal(7199, points[^1].Timestamp);
        Assert.InRange(points.Length, 12, 14);
    }

    [Fact]
    public void Before_ATime_GivesOnlyEarlierPoints()
    {
        var history = new SeriesHistory();
        history.Add(new HistoryPoint(1000, 1));
        history.Add(new HistoryPoint(2000, 2));

        Assert.Equal([new HistoryPoint(1000, 1)], history.Before(2000));
    }

    [Fact]
    public void Add_OlderThanTheLast_IsDropped()
    {
        var history = new SeriesHistory();
        history.Add(new HistoryPoint(2000, 2));
        history.Add(new HistoryPoint(1000, 1));

        Assert.Equal(1, history.Count);
    }
}
