namespace Stratum.Simulation.Mesh;

/// <summary>What a node does besides the protocol.</summary>
internal enum SimBehaviour
{
    Honest,

    /// <summary>Takes everything and passes nothing on.</summary>
    SilentForwarder,

    /// <summary>Sends observations with bad signatures.</summary>
    Forger,

    /// <summary>Sends every batch that it gets to everybody, three times, and every heartbeat under its sender's address.</summary>
    Replayer,

    /// <summary>Says that every set is equal to its own.</summary>
    Liar,

    /// <summary>Forges summaries: says of every set that it differs, with days, hours and ids that there are not, and asks after such sets.</summary>
    Inventor,

    /// <summary>Signs and sends a hundred times as much as others.</summary>
    Spammer,
}
