using Stratum.Core;

namespace Stratum.Node.Configuration;

/// <summary>A [[sensors]] table with errors.</summary>
/// <param name="Sensor">What could be read of it.</param>
/// <param name="Reason">Its errors with their places, on one line.</param>
internal sealed record MisconfiguredTable(SensorOptions Sensor, string Reason);
