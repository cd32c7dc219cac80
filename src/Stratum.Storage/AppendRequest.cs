using Stratum.Core;

namespace Stratum.Storage;

/// <summary>A batch that waits for the writer.</summary>
internal sealed class AppendRequest(IReadOnlyList<NewObservation> batch)
{
    private readonly TaskCompletionSource<IReadOnlyList<AppendOutcome>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<NewObservation> Batch { get; } = batch;

    /// <summary>What the writer does between two commits; null for an append. Its failure is the caller's alone.</summary>
    public Action? Work { get; init; }

    /// <summary>In the order of the batch; complete before <see cref="Complete"/>.</summary>
    public AppendOutcome[] Outcomes { get; } = new AppendOutcome[batch.Count];

    public Task<IReadOnlyList<AppendOutcome>> Done => _done.Task;

    public void Complete() => _done.TrySetResult(Outcomes);

    /// <summary>Does the work and completes.</summary>
    public void Run()
    {
        try
        {
            Work?.Invoke();
            Complete();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
