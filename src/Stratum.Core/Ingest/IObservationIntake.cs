namespace Stratum.Core;

/// <summary>Where adapters deliver: normalise, sign, score, store. Completes when the accepted observations are durable.</summary>
public interface IObservationIntake
{
    /// <summary>
    /// Takes drafts in one go. Outcomes stand in the order of the drafts. Never waits long: when the node is busy it answers
    /// <see cref="IntakeState.Full"/> and has taken nothing.
    /// </summary>
    ValueTask<IntakeResult> SubmitAsync(IReadOnlyList<IntakeItem> items, CancellationToken cancellationToken);
}

/// <summary>A draft as an adapter hands it over.</summary>
/// <param name="Draft">Fields in canonical names and registry units.</param>
/// <param name="TimeSource">Whether the device gave the time or the adapter stamped it at receipt.</param>
/// <param name="PositionDecimals">Decimals of the place that are signed; null: the node's rule.</param>
public readonly record struct IntakeItem(ObservationDraft Draft, TimeSource TimeSource, int? PositionDecimals = null);

/// <summary>Whether the intake took a batch.</summary>
public enum IntakeState
{
    /// <summary>Every item has its outcome; the accepted ones are durable.</summary>
    Done,

    /// <summary>A queue is full; nothing was taken; try again after <see cref="IntakeResult.RetryAfterSeconds"/>.</summary>
    Full,

    /// <summary>The store stopped or the node shuts down; nothing of this batch is acknowledged.</summary>
    Stopped,
}

/// <summary>The intake's answer.</summary>
/// <param name="State">Whether the batch was taken.</param>
/// <param name="Outcomes">One for each item, in order; empty unless <see cref="IntakeState.Done"/>.</param>
/// <param name="RetryAfterSeconds">When to come again, for <see cref="IntakeState.Full"/>.</param>
public sealed record IntakeResult(IntakeState State, IReadOnlyList<IntakeOutcome> Outcomes, int RetryAfterSeconds = 0);

/// <summary>What became of one draft.</summary>
/// <param name="Kind">Accepted, duplicate or rejected.</param>
/// <param name="Error">Field and reason of a rejection.</param>
public readonly record struct IntakeOutcome(IntakeOutcomeKind Kind, DraftError? Error = null);

/// <summary>The three ways a draft can end.</summary>
public enum IntakeOutcomeKind
{
    /// <summary>Signed, stored and durable.</summary>
    Accepted,

    /// <summary>The same content is held already.</summary>
    Duplicate,

    /// <summary>Not taken; the error says why.</summary>
    Rejected,
}
