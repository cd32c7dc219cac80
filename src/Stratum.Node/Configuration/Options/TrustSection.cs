using Stratum.Core;

namespace Stratum.Node.Configuration;

/// <summary>[trust]: whose observations count.</summary>
internal sealed record TrustSection
{
    /// <summary>Nodes that count as known, and the ones that <c>admission = "allowlist"</c> lets in.</summary>
    public IReadOnlyList<NodeId> Trusted { get; init; } = [];

    /// <summary>keep or refuse: what becomes of observations of unknown signers.</summary>
    public string Policy { get; init; } = "keep";

    /// <summary>Series that an unknown key may begin in a day.</summary>
    public int NewSeriesPerDay { get; init; } = 100;

    /// <summary>Nodes that are never linked and whose observations are never taken; wins over all else.</summary>
    public IReadOnlyList<NodeId> Deny { get; init; } = [];
}
