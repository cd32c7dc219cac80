namespace Stratum.Simulation;

/// <summary>What a power cut leaves of the writes that no fsync has made durable.</summary>
public enum SurvivingWrites
{
    /// <summary>Nothing but what was fsynced, directory entries included.</summary>
    None,

    /// <summary>Everything, as when the system happened to write all of it back in time.</summary>
    All,

    /// <summary>For each file some first writes, the last of them torn at a random byte; for each directory some first changes.</summary>
    TornPrefix,
}
