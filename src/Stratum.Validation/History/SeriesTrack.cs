using Stratum.Core;

namespace Stratum.Validation;

/// <summary>All that the window pass remembers of one series; below one KiB.</summary>
internal sealed class SeriesTrack(SeriesKey key)
{
    /// <summary>Order of tracks of one quantity.</summary>
    public static readonly Comparison<SeriesTrack> ByStation = static (a, b) =>
    {
        var order = a.Key.Station.NodeId.CompareTo(b.Key.Station.NodeId);
        return order != 0 ? order : string.CompareOrdinal(a.Key.Station.DeviceId, b.Key.Station.DeviceId);
    };

    public SeriesKey Key { get; } = key;

    public ResidualHistory History { get; } = new();

    /// <summary>Newest value in comparable terms with its time and place; only of values that are not impossible.</summary>
    public double Comparable { get; private set; } = double.NaN;

    public long Timestamp { get; private set; } = long.MinValue;

    /// <summary>Whether the operator does not know the signer.</summary>
    public bool IsStranger { get; set; }

    /// <summary>Whether only unknown signers speak about the series in the window that is being closed.</summary>
    public bool OnlyStrangersSpoke { get; set; }

    public GeoPoint Position { get; private set; }

    public double? Altitude { get; private set; }

    /// <summary>What the neighbours make expect in the window that is being closed.</summary>
    public Expectation Expected { get; set; } = Expectation.None;

    /// <summary>z at which right and wrong are equally likely in the network around.</summary>
    public double HalfAt { get; set; }

    /// <summary>How many neighbours voted, and how far the farthest of them is.</summary>
    public (int Count, double WithinKm) Neighbours { get; set; }

    public StuckRun Run { get; set; }

    /// <summary>Where a counter stands; not started for other quantities.</summary>
    public CounterTrack Counter { get; set; }

    /// <summary>Residual of the value scored last; NaN when there is none.</summary>
    public double LastResidual { get; private set; } = double.NaN;

    /// <summary>Raw value scored last, for steps when no neighbours are known.</summary>
    public double LastValue { get; private set; } = double.NaN;

    public long LastScored { get; private set; } = long.MinValue;

    public void Place(Observation observation, double comparable)
    {
        if (observation.Timestamp >= Timestamp)
        {
            Timestamp = observation.Timestamp;
            Comparable = comparable;
            Position = observation.Position!.Value;
            Altitude = Altitudes.Credible(observation.Altitude);
        }
    }

    /// <summary>Takes a scored value into the past; <paramref name="comparable"/> is NaN when the quantity is not compared.</summary>
    public void Learn(Observation observation, double comparable, double expected, bool usable)
    {
        if (observation.Timestamp < LastScored)
        {
            return;
        }

        LastScored = observation.Timestamp;
        LastValue = observation.Value;
        LastResidual = comparable - expected;
        History.Add(Math.DivRem(observation.Timestamp, 3600).Quotient, double.IsNaN(comparable) ? observation.Value : comparable, expected, usable);
    }
}
