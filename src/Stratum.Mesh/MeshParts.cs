using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Stratum.Core;

namespace Stratum.Mesh;

/// <summary>The parts of a node that its mesh works with. The mesh disposes none of them.</summary>
public sealed record MeshParts
{
    /// <summary>The node's identity.</summary>
    public required NodeKey Key { get; init; }

    /// <summary>What is held.</summary>
    public required IObservationStore Store { get; init; }

    /// <summary>Sums and ids of what is held; the store itself.</summary>
    public required IReconciliationSource Reconciliation { get; init; }

    /// <summary>Where verified observations of peers go.</summary>
    public required IVerifiedIntake Intake { get; init; }

    /// <summary>What signers withdrew of their own observations; it is brought together with the neighbours'.</summary>
    public IWithdrawals Withdrawals { get; init; } = NoWithdrawals.Instance;

    /// <summary>Whom the operator trusts; null trusts nobody.</summary>
    public ISignerTrust? Trust { get; init; }

    /// <summary>Tells what became durable; what entered here is pushed to peers.</summary>
    public required IObservationBus Bus { get; init; }

    /// <summary>The clock and its timers.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Makes the loggers.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Where the instruments are made; null makes none.</summary>
    public Meter? Meter { get; init; }
}
