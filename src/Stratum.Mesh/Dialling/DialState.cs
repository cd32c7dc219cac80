namespace Stratum.Mesh.Dialling;

/// <summary>Where a dial slot stands.</summary>
internal enum DialState
{
    /// <summary>Until the next attempt.</summary>
    Waiting,

    /// <summary>An attempt goes on, its handshake included.</summary>
    Connecting,

    /// <summary>Its link is up.</summary>
    Up,
}
