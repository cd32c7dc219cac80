namespace Stratum.Mesh.Negentropy;

/// <summary>What a range of a message says.</summary>
internal enum NegentropyMode
{
    /// <summary>Nothing more of this range.</summary>
    Skip = 0,

    /// <summary>16 bytes over the ids that the sender has.</summary>
    Fingerprint = 1,

    /// <summary>All ids that the sender has.</summary>
    IdList = 2,
}
