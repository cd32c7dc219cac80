using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>What one column, field or database column of a file means.</summary>
/// <param name="Name">Its name in the file; of InfluxDB "field" or "measurement.field".</param>
/// <param name="ReadingType">What it measures; "" leaves out a column that its format would take.</param>
/// <param name="Unit">The unit that its numbers are in; "": the registry's, or what the file says.</param>
/// <param name="Suffix">What its sensor adds to device_id, for instance "-in".</param>
/// <param name="DeploymentType">deployment_type of its sensor; null: the format's, or none.</param>
public sealed record HistoryColumn(string Name, string ReadingType, string Unit = "", string Suffix = "", string? DeploymentType = null)
{
    internal static HistoryColumn Indoor(string name, string readingType, string unit) =>
        new(name, readingType, unit, StationReadings.IndoorSuffix, Deployments.IndoorType);

    /// <summary>A sensor that stands nobody knows where: a freezer, a pool, another room.</summary>
    internal static HistoryColumn Probe(string name, string readingType, string unit, string suffix) =>
        new(name, readingType, unit, suffix, Deployments.ProbeType);
}
