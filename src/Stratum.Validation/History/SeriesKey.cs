using Stratum.Core;

namespace Stratum.Validation;

/// <summary>What one device says of one quantity in one deployment, whatever its other metadata is at the time.</summary>
internal readonly record struct SeriesKey(StationKey Station, string ReadingType, Deployment Deployment)
{
    public static SeriesKey Of(Observation observation) => new(observation.Series.Station, observation.Series.ReadingType, observation.Series.Deployment);
}
