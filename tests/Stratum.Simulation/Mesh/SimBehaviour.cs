namespace Stratum.Simulation.Mesh;

/// <summary>What a node does besides the protocol.</summary>
internal enum SimBehaviour
{
    Honest,

    /// <summary>Takes everything and passes nothing on.</summary>
    SilentForwarder,

    /// <summary>Sends observations with bad signatures.</summary>
    Forger,

    /// <summary>Sends every batch that it gets to everybody, three times.</summary>
    Replayer,

    /// <summary>Says that every set is equal to its own.</summary>
    Liar,

    /// <summary>Signs and sends a hundred times as much as others.</summary>
    Spammer,
}
