namespace Stratum.Validation;

/// <summary>How long a series has stood still, and how far its neighbours moved meanwhile.</summary>
internal struct StuckRun
{
    /// <summary>Neighbours must have moved by so many scale floors: 1.5 degC for temperature, which a calm foggy night does not reach.</summary>
    public const double NeighboursMoved = 1.5;

    /// <summary>Of the registry's least range: below one step of a sensor that rounds to it.</summary>
    private const double StepShare = 0.75;

    private double _lowest;
    private double _highest;
    private double _expectedLowest;
    private double _expectedHighest;
    private int _samples;

    /// <summary>Unix seconds of the first value of the run.</summary>
    public long Since { get; private set; }

    /// <summary>How far the neighbours moved during the run.</summary>
    public readonly double Moved => _expectedHighest >= _expectedLowest ? _expectedHighest - _expectedLowest : 0;

    /// <summary>Takes the next value; <paramref name="expected"/> is NaN when the neighbours are not known.</summary>
    public void Add(long timestamp, double value, double expected, double leastRange)
    {
        if (_samples == 0 || Math.Max(_highest, value) - Math.Min(_lowest, value) >= leastRange * StepShare)
        {
            this = new StuckRun
            {
                Since = timestamp,
                _lowest = value,
                _highest = value,
                _expectedLowest = double.PositiveInfinity,
                _expectedHighest = double.NegativeInfinity
            };
        }

        _samples++;
        _lowest = Math.Min(_lowest, value);
        _highest = Math.Max(_highest, value);
        if (!double.IsNaN(expected))
        {
            _expectedLowest = Math.Min(_expectedLowest, expected);
            _expectedHighest = Math.Max(_expectedHighest, expected);
        }
    }

    /// <summary>Whether the sensor is stuck: enough samples over the window while the neighbours moved.</summary>
    public readonly bool IsStuck(long timestamp, int windowMinutes, double scaleFloor) =>
        _samples >= StuckTest.FewestSamples && timestamp - Since >= windowMinutes * 60L && Moved > NeighboursMoved * scaleFloor;
}
