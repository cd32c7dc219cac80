using System.Diagnostics.CodeAnalysis;

namespace Stratum.Core;

/// <summary>
/// The registry of signing payload versions: version to builder of bytes and to its rules. Version 1 is frozen; version 2 is
/// reserved for sealed batches (one signature over a Merkle root) and not built.
/// </summary>
public static class PayloadVersions
{
    /// <summary>The newest version that this program knows. An observation above it is refused: not stored, not archived, not forwarded.</summary>
    public const int Newest = 1;

    /// <summary>The version that this node signs.</summary>
    public const int Signed = 1;

    private static readonly PayloadVersionV1 V1 = new();

    internal static bool TryGet(int version, [NotNullWhen(true)] out IPayloadVersion? builder)
    {
        builder = version == 1 ? V1 : null;
        return builder is not null;
    }
}
