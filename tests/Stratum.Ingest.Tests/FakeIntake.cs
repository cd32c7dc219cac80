using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>An intake that builds as the node does, and remembers. A test may make it full, stopped, failing or waiting.</summary>
internal sealed class FakeIntake : IObservationIntake
{
    private static readonly NodeId Signer = NodeKey.FromSeed(new byte[32]).NodeId;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _ids = [];

    public List<Observation> Observations { get; } = [];

    public List<TimeSource> Sources { get; } = [];

    public IntakeState State { get; set; }

    public Exception? Failure { get; set; }

    /// <summary>When set, a submission waits for it: the moment of durability is the test's.</summary>
    public TaskCompletionSource? Durable { get; set; }

    public TaskCompletionSource Submitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask<IntakeResult> SubmitAsync(IReadOnlyList<IntakeItem> items, CancellationToken cancellationToken)
    {
        Submitted.TrySetResult();
        if (Durable is { } durable)
        {
            await durable.Task;
        }

        if (Failure is { } failure)
        {
            throw failure;
        }

        if (State != IntakeState.Done)
        {
            return new IntakeResult(State, [], 7);
        }

        lock (_gate)
        {
            return new IntakeResult(IntakeState.Done, [.. items.Select(Take)]);
        }
    }

    private IntakeOutcome Take(IntakeItem item)
    {
        if (!ObservationBuilder.TryBuild(item.Draft, Signer, out var observation, out var error))
        {
            return new IntakeOutcome(IntakeOutcomeKind.Rejected, error);
        }

        if (!_ids.Add(CanonicalForm.ReadingIdOf(observation).ToString()))
        {
            return new IntakeOutcome(IntakeOutcomeKind.Duplicate);
        }

        Observations.Add(observation);
        Sources.Add(item.TimeSource);
        return new IntakeOutcome(IntakeOutcomeKind.Accepted);
    }
}
