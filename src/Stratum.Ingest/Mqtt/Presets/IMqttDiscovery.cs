namespace Stratum.Ingest;

/// <summary>A reader that learns from messages what else there is to subscribe to.</summary>
internal interface IMqttDiscovery : IMqttReader
{
    /// <summary>What it learns from: retained messages.</summary>
    IReadOnlyList<string> DiscoveryFilters { get; }

    /// <summary>The filters that were learnt since the last call.</summary>
    IReadOnlyList<string> TakeNewFilters();
}
