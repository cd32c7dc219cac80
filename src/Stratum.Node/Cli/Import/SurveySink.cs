using Stratum.Core;
using Stratum.Ingest;
using Stratum.Node.Pipeline;

namespace Stratum.Node.Cli;

/// <summary><c>--dry-run</c>: checks what an import would take and remembers what there is; nothing is stored, and what is stored is not looked up.</summary>
internal sealed class SurveySink(IntakeOptions options) : IHistorySink
{
    private readonly Lock _lock = new();

    /// <summary>What was found.</summary>
    public HistorySurvey Survey { get; } = new();

    public Task<HistoryOutcome[]> SubmitAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken)
    {
        var outcomes = new HistoryOutcome[entries.Count];
        lock (_lock)
        {
            for (var i = 0; i < entries.Count; i++)
            {
                outcomes[i] = Check(entries[i]);
            }
        }

        return Task.FromResult(outcomes);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private HistoryOutcome Check(HistoryEntry entry)
    {
        Observation? observation;
        DraftError? error;
        if (entry.Draft is { } draft)
        {
            DraftDefaults.Apply(draft, options, positionDecimals: null);
            ObservationBuilder.TryBuild(draft, default, out observation, out error);
        }
        else
        {
            SignedObservationReader.TryRead(entry.SignedLine.Span, checkLine: true, out var signed, out error);
            observation = signed?.Observation;
        }

        if (observation is null)
        {
            return new HistoryOutcome(IntakeOutcomeKind.Rejected, error);
        }

        var judged = HistoryIntake.Judge(observation, TimeProvider.System.GetUtcNow());
        if (judged.Error is null)
        {
            Survey.Add(observation);
            return HistoryOutcome.Accepted;
        }

        return judged;
    }
}
