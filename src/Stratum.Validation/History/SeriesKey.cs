using Stratum.Core;

namespace Stratum.Validation;

/// <summary>What one device says of one quantity, whatever its other metadata is at the time.</summary>
internal readonly record struct SeriesKey(StationKey Station, string ReadingType)
{
    public static SeriesKey Of(Observation observation) => new(observation.Series.Station, observation.Series.ReadingType);
}
