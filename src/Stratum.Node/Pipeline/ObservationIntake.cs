using Microsoft.Extensions.Logging;
using Stratum.Core;

namespace Stratum.Node.Pipeline;

/// <summary>
/// The one way in for local readings: defaults, checks, signature, score, store. Completes after the store says durable;
/// publication happens in the store's writer, in order of arrival.
/// </summary>
internal sealed partial class ObservationIntake(
    NodeKey key, IObservationStore store, IObservationScorer scorer, IntakeOptions options, TimeProvider time, ILogger<ObservationIntake> logger)
        : IObservationIntake
{
    // How long a caller that found the queue full should wait: several fsyncs of a slow SD card.
    private const int RetryAfterSeconds = 2;

    private int _queued;
    private volatile bool _closed;

    /// <summary>Takes no more; what is under way completes.</summary>
    public void Close() => _closed = true;

    public async ValueTask<IntakeResult> SubmitAsync(IReadOnlyList<IntakeItem> items, CancellationToken cancellationToken)
    {
        if (_closed || store.Status.State != "ok")
        {
            return new IntakeResult(IntakeState.Stopped, []);
        }

        if (Interlocked.Add(ref _queued, items.Count) > options.QueueMax)
        {
            Interlocked.Add(ref _queued, -items.Count);
            return new IntakeResult(IntakeState.Full, [], RetryAfterSeconds);
        }

        try
        {
            return await StoreAsync(items, cancellationToken);
        }
        catch (StoreStoppedException e)
        {
            LogStopped(e.Message);
            return new IntakeResult(IntakeState.Stopped, []);
        }
        finally
        {
            Interlocked.Add(ref _queued, -items.Count);
        }
    }

    private async ValueTask<IntakeResult> StoreAsync(IReadOnlyList<IntakeItem> items, CancellationToken cancellationToken)
    {
        var outcomes = new IntakeOutcome[items.Count];
        var batch = new List<NewObservation>(items.Count);
        var places = new List<int>(items.Count);
        var now = time.GetUtcNow();
        for (var i = 0; i < items.Count; i++)
        {
            if (TrySign(items[i], now, out var signed, out outcomes[i]))
            {
                batch.Add(signed);
                places.Add(i);
            }
        }

        if (batch.Count > 0)
        {
            var appended = await store.AppendAsync(batch, cancellationToken);
            for (var i = 0; i < batch.Count; i++)
            {
                outcomes[places[i]] = OutcomeOf(appended[i]);
            }
        }

        return new IntakeResult(IntakeState.Done, outcomes);
    }

    private bool TrySign(IntakeItem item, DateTimeOffset now, out NewObservation signed, out IntakeOutcome outcome)
    {
        signed = null!;
        DraftDefaults.Apply(item.Draft, options, item.PositionDecimals);
        if (!ObservationBuilder.TryBuild(item.Draft, key.NodeId, out var observation, out var error))
        {
            outcome = new IntakeOutcome(IntakeOutcomeKind.Rejected, error);
            return false;
        }

        // A signature costs forty times a look-up, and devices that lost an answer send again. The store still has the last word:
        // what it holds may not be durable yet, and its answer comes after the fsync.
        outcome = default;
        var held = store.Find(observation, CanonicalForm.ContentIdOf(observation));
        signed = new NewObservation(
            held?.Observation ?? ObservationSigner.Sign(observation, key),
            ArrivalTime.Of(now),
            ReceivedVia.Local,
            item.TimeSource,
            held?.Assessment ?? scorer.Score(observation));
        return true;
    }

    private IntakeOutcome OutcomeOf(AppendOutcome appended) => appended switch
    {
        AppendOutcome.Added => new IntakeOutcome(IntakeOutcomeKind.Accepted),
        AppendOutcome.Duplicate => new IntakeOutcome(IntakeOutcomeKind.Duplicate),
        AppendOutcome.Expired => new IntakeOutcome(IntakeOutcomeKind.Rejected, new DraftError(
            "timestamp", $"is older than what this node keeps; {store.RetentionFloor} and later are accepted ([db_limits] max_age_days)")),
        _ => new IntakeOutcome(
            IntakeOutcomeKind.Rejected, new DraftError("device_id", "would start one more series than [db_limits] max_series allows")),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "Readings refused: {Reason}")]
    private partial void LogStopped(string reason);
}
