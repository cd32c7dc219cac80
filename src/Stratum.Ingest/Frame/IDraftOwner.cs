using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>A configured sensor: whose defaults a reading takes, and where it is counted.</summary>
internal interface IDraftOwner
{
    SensorOptions Options { get; }

    AdapterStatistics Statistics { get; }

    DeviceDirectory Directory { get; }

    /// <summary>What is wrong with its table; empty when all is well. Without the table nobody knows what to sign.</summary>
    string Problem { get; }
}
