using Stratum.Core;

namespace Stratum.Node.Cli;

/// <summary>One device's one quantity in a file: how many, from when to when, between which values, and where nothing is.</summary>
internal sealed class SurveyedSeries(string device, string readingType, string unit, string deployment, GeoPoint? position)
{
    /// <summary>How many gaps are told apart.</summary>
    public const int GapsMax = 5;

    // Files have one interval, or a few when somebody changed it.
    private const int IntervalsMax = 64;

    // A gap begins where three readings in a row are missing: one or two are lost by radio every day.
    private const int GapIntervals = 4;

    private readonly Dictionary<long, long> _intervals = [];
    private readonly List<(long From, long To)> _longest = [];
    private long _previous = long.MinValue;

    public string Device => device;

    public string ReadingType => readingType;

    public string Unit => unit;

    public string Deployment => deployment;

    /// <summary>Of the first observation.</summary>
    public GeoPoint? Position => position;

    public long Count { get; private set; }

    public long First { get; private set; } = long.MaxValue;

    public long Last { get; private set; } = long.MinValue;

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    /// <summary>Observations that are older than the one before them.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>The interval that most observations have, seconds; 0 when there is none.</summary>
    public long Interval => _intervals.Count == 0 ? 0 : _intervals.MaxBy(static pair => pair.Value).Key;

    /// <summary>The longest stretches without an observation, longest first.</summary>
    public IEnumerable<(long From, long To)> Gaps => _longest
        .Where(gap => gap.To - gap.From >= GapIntervals * Math.Max(1, Interval))
        .OrderByDescending(static gap => gap.To - gap.From);

    public void Add(long timestamp, double value)
    {
        Count++;
        (First, Last) = (Math.Min(First, timestamp), Math.Max(Last, timestamp));
        (Min, Max) = (Math.Min(Min, value), Math.Max(Max, value));
        if (_previous != long.MinValue)
        {
            AddInterval(_previous, timestamp);
        }

        _previous = timestamp;
    }

    private void AddInterval(long from, long to)
    {
        if (to < from)
        {
            OutOfOrder++;
            return;
        }

        var seconds = to - from;
        if (seconds > 0 && (_intervals.ContainsKey(seconds) || _intervals.Count < IntervalsMax))
        {
            _intervals[seconds] = _intervals.GetValueOrDefault(seconds) + 1;
        }

        if (_longest.Count < GapsMax)
        {
            _longest.Add((from, to));
            return;
        }

        var shortest = 0;
        for (var i = 1; i < _longest.Count; i++)
        {
            shortest = _longest[i].To - _longest[i].From < _longest[shortest].To - _longest[shortest].From ? i : shortest;
        }

        if (seconds > _longest[shortest].To - _longest[shortest].From)
        {
            _longest[shortest] = (from, to);
        }
    }
}
