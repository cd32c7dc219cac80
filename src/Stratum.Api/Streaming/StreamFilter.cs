using Stratum.Core;

namespace Stratum.Api;

/// <summary>
/// Which observations a stream shows. With a box, only those that have a position inside it. Imports are no events, live or resumed: a year of them
/// would drown what happens now; /series and /export have them.
/// </summary>
internal readonly record struct StreamFilter(GeoBox? Box, string? ReadingType, Deployment? Deployment)
{
    public bool Matches(StoredObservation row) =>
        row.ReceivedVia != ReceivedVia.Import
        && (ReadingType is null || row.Series.ReadingType == ReadingType)
        && (Deployment is not { } deployment || row.Series.Deployment == deployment)
        && (Box is not { } box || (row.Observation.Observation.Position is { } position && box.Contains(position)));
}
