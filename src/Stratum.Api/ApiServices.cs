using Stratum.Core;

namespace Stratum.Api;

/// <summary>What the query API asks of the node. It reads; nothing here is changed by a request.</summary>
public sealed record ApiServices
{
    /// <summary>The store.</summary>
    public required IObservationStore Store { get; init; }

    /// <summary>What signers withdrew of their own observations.</summary>
    public IWithdrawals Withdrawals { get; init; } = NoWithdrawals.Instance;

    /// <summary>The store without what is withdrawn.</summary>
    public StandingObservations Standing => new(Store, Withdrawals);

    /// <summary>The bus that streams follow.</summary>
    public required IObservationBus Bus { get; init; }

    /// <summary>The scorer, for /status.</summary>
    public required IObservationScorer Scorer { get; init; }

    /// <summary>Who this node is.</summary>
    public required NodeIdentity Identity { get; init; }

    /// <summary>The operator's view of signers.</summary>
    public required ISignerTrust Trust { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>What /metrics shows. Made before the parts of the node, so that nothing is missed.</summary>
    public required PrometheusExporter Metrics { get; init; }

    /// <summary>The mesh; null on a node that runs without one.</summary>
    public IMeshStatusSource? Mesh { get; init; }

    /// <summary>What must be well for /health/ready.</summary>
    public IReadOnlyList<IHealthCheck> HealthChecks { get; init; } = [];

    /// <summary>The adapters, for /status.</summary>
    public IReadOnlyList<IIngestAdapter> Adapters { get; init; } = [];

    /// <summary>Whom the ingest listener refused, for /status; null on a node without one.</summary>
    public IRefusedSenders? RefusedSenders { get; init; }

    /// <summary>Limits.</summary>
    public ApiOptions Options { get; init; } = new();

    /// <summary>Cancelled when the node begins to stop: streams end cleanly instead of being cut.</summary>
    public CancellationToken Stopping { get; init; }
}
