using Stratum.Core;

namespace Stratum.Node.Pipeline;

/// <summary>
/// The one way in for what is imported. For each batch, in this order:
/// 1. on all the cores it may use: drafts get the node's defaults and are checked, signed lines are verified with their original signature;
/// 2. what the store holds already is left out before it is signed again, which makes a repeated import ten times as fast as the first;
/// 3. the rest is signed, scored (<see cref="HistoryScore"/>) and appended; the answer comes when it is durable.
/// Nothing of it reaches the live scorer, streams, MQTT or peers' live trees: those look at <see cref="ReceivedVia.Import"/>.
/// </summary>
internal sealed class HistoryIntake(
    NodeKey key, IObservationStore store, ISignerTrust trust, bool keepsUnknownSigners, IntakeOptions options, int cores, TimeProvider time)
{
    /// <summary>Most items that one call takes.</summary>
    public const int ItemsMax = 8192;

    // As for live readings: clocks of honest devices are off by seconds to minutes.
    private const long FutureSecondsMax = 300;

    private readonly HistoryScore _score = new(QuantityRegistry.Default);

    /// <summary>Stores what can be stored; outcomes stand in the order of the items.</summary>
    public async Task<HistoryOutcome[]> SubmitAsync(IReadOnlyList<HistoryItem> items, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Count, ItemsMax);
        var outcomes = new HistoryOutcome[items.Count];
        var made = new NewObservation?[items.Count];
        var now = time.GetUtcNow();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = cores, CancellationToken = cancellationToken };
        await Task.Run(() => Parallel.For(0, items.Count, parallel, i => made[i] = Make(items[i], now, out outcomes[i])), cancellationToken);

        var batch = new List<NewObservation>(items.Count);
        var places = new List<int>(items.Count);
        for (var i = 0; i < made.Length; i++)
        {
            if (made[i] is { } one)
            {
                batch.Add(one);
                places.Add(i);
            }
        }

        var appended = await store.AppendAsync(batch, cancellationToken);
        for (var i = 0; i < batch.Count; i++)
        {
            outcomes[places[i]] = OutcomeOf(appended[i]);
        }

        return outcomes;
    }

    private NewObservation? Make(HistoryItem item, DateTimeOffset now, out HistoryOutcome outcome)
    {
        var signed = item.Draft is { } draft ? Sign(draft, now, out outcome) : Verify(item.SignedLine, now, out outcome);
        return signed is null ? null : new NewObservation(
            signed,
            ArrivalTime.Of(now),
            ReceivedVia.Import,
            item.Draft is null ? TimeSource.Unknown : TimeSource.Device,
            _score.Of(signed.Observation));
    }

    private SignedObservation? Sign(ObservationDraft draft, DateTimeOffset now, out HistoryOutcome outcome)
    {
        DraftDefaults.Apply(draft, options, positionDecimals: null);
        if (!ObservationBuilder.TryBuild(draft, key.NodeId, out var observation, out var error))
        {
            outcome = new HistoryOutcome(IntakeOutcomeKind.Rejected, error);
            return null;
        }

        outcome = Judge(observation, now);
        if (outcome.Error is not null || store.Find(observation, CanonicalForm.ContentIdOf(observation)) is not null)
        {
            outcome = outcome.Error is null ? HistoryOutcome.Duplicate : outcome;
            return null;
        }

        return ObservationSigner.Sign(observation, key);
    }

    private SignedObservation? Verify(ReadOnlyMemory<byte> line, DateTimeOffset now, out HistoryOutcome outcome)
    {
        if (!SignedObservationReader.TryRead(line.Span, checkLine: true, out var signed, out var error))
        {
            outcome = new HistoryOutcome(IntakeOutcomeKind.Rejected, error);
            return null;
        }

        outcome = Judge(signed.Observation, now);
        if (outcome.Error is null && !keepsUnknownSigners && trust.StandingOf(signed.Series.Signer) == SignerStanding.Unknown)
        {
            outcome = HistoryOutcome.Rejected("public_key", "is unknown here, and [trust] policy refuses unknown signers");
        }

        return outcome.Error is null ? signed : null;
    }

    internal static HistoryOutcome Judge(Observation observation, DateTimeOffset now)
    {
        var latest = now.ToUnixTimeSeconds() + FutureSecondsMax;
        return observation.Timestamp <= latest
            ? default
            : HistoryOutcome.Rejected(
                "timestamp", $"is {observation.Timestamp}, in the future; {latest} and earlier are accepted: check the time zone and the unit");
    }

    private static HistoryOutcome OutcomeOf(AppendOutcome appended) => appended switch
    {
        AppendOutcome.Added => HistoryOutcome.Accepted,
        AppendOutcome.Duplicate => HistoryOutcome.Duplicate,
        AppendOutcome.Expired => HistoryOutcome.Rejected(
            "timestamp", "is older than what this node keeps: [db_limits] own_max_age_days of its own, max_age_days of others'"),
        AppendOutcome.TooManySeries => HistoryOutcome.Rejected("device_id", "would start one more series than [db_limits] max_series allows"),
        AppendOutcome.UntrustedSigner => HistoryOutcome.Rejected("public_key", "is unknown here, and [trust] policy refuses unknown signers"),
        _ => throw new ArgumentOutOfRangeException(nameof(appended), appended, "not an outcome"),
    };
}
