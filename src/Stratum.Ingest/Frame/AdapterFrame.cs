using Microsoft.Extensions.Logging;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// What every adapter that fetches its readings shares: defaults of its table, unit, rounding and time of each reading, delivery
/// until the intake has it, counts and the last fault. An adapter adds only what its device says.
/// </summary>
internal sealed class AdapterFrame(
    SensorOptions sensor, string name, string kind, DraftRules rules, IClockPlausibility clock, IngestMetrics metrics, TimeProvider time, ILogger logger)
{
    // A plausible clock is a matter of seconds after the network is there.
    private static readonly TimeSpan ClockPoll = TimeSpan.FromSeconds(1);

    // What an intake that is stopping, or whose store stopped, is asked again after.
    private const int StoppedRetrySeconds = 5;

    public SensorOptions Sensor => sensor;

    public string Name => name;

    public string Kind => kind;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    public AdapterStatistics Statistics { get; } = new(time);

    public string State { get; set; } = "waiting";

    /// <summary>Metres above sea level, for the reduction of pressure; null when nobody says.</summary>
    public double? Altitude { get; init; }

    /// <summary>Which of the devices that the adapter reads are signed, and under which names.</summary>
    public required DeviceDirectory Directory { get; init; }

    /// <summary>Which source of a quantity a series has.</summary>
    public required SourceChoice Sources { get; init; }

    public AdapterStatus Status => Statistics.ToStatus(name, kind, State) with { Heard = Directory.Heard };

    public void Batteries(string device, IReadOnlyList<BatteryReading> batteries) => metrics.Batteries(device, batteries);

    /// <summary>Counts a message of a broker: "read", "passed_over" or "not_understood".</summary>
    public void CountMessage(string outcome) => metrics.Message(outcome);

    /// <summary>Waits until the clock may stamp readings: what such an adapter reads before has no time that anyone may sign.</summary>
    public async Task WaitForClockAsync(CancellationToken cancellationToken)
    {
        while (clock.Problem is { } problem)
        {
            State = "waiting";
            Statistics.Notice($"waits for this node's clock: {problem}");
            await Task.Delay(ClockPoll, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Signs and stores what one message says; returns when it is durable. Readings that are refused are counted, and the rest is taken.</summary>
    public async Task DeliverAsync(IObservationIntake intake, StationReadings readings, CancellationToken cancellationToken)
    {
        var drafts = new List<DeviceDraft>(readings.Items.Count);
        foreach (var reading in readings.Items)
        {
            drafts.Add(readings.ToDraft(reading));
        }

        await DeliverAsync(intake, Directory.Admit(drafts), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="DeliverAsync(IObservationIntake, StationReadings, CancellationToken)"/>
    public async Task DeliverAsync(IObservationIntake intake, IReadOnlyList<AdmittedDraft> drafts, CancellationToken cancellationToken)
    {
        var items = new List<IntakeItem>(drafts.Count);
        var nowSeconds = time.GetUtcNow().ToUnixTimeSeconds();
        foreach (var (draft, positionDecimals, correction) in drafts)
        {
            var source = TimeSource.Device;
            if (rules.Apply(draft, DeviceScope.Everything, nowSeconds, correction, ref source) is { } error)
            {
                Reject(error);
                continue;
            }

            items.Add(new IntakeItem(draft, source, positionDecimals));
        }

        while (items.Count > 0)
        {
            var result = await intake.SubmitAsync(items, cancellationToken).ConfigureAwait(false);
            if (result.State == IntakeState.Done)
            {
                Count(items, result.Outcomes);
                return;
            }

            var seconds = result.State == IntakeState.Full ? Math.Max(1, result.RetryAfterSeconds) : StoppedRetrySeconds;
            if (result.State == IntakeState.Full)
            {
                Statistics.Notice("the node's queue is full; the readings are offered again");
            }
            else
            {
                Statistics.Fault("the node takes no readings: its store stopped or it shuts down");
            }

            await Task.Delay(TimeSpan.FromSeconds(seconds), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Counts readings that the adapter itself knew as repetitions.</summary>
    public void CountRepeats(int count)
    {
        Statistics.Count(0, count, 0);
        metrics.Duplicates(kind, count);
    }

    private void Count(List<IntakeItem> items, IReadOnlyList<IntakeOutcome> outcomes)
    {
        var (accepted, duplicates) = (0, 0);
        for (var i = 0; i < outcomes.Count; i++)
        {
            var outcome = outcomes[i];
            if (outcome.Kind != IntakeOutcomeKind.Rejected)
            {
                Statistics.Delivered(items[i].Draft[TextField.DeviceId] ?? "");
            }

            switch (outcome.Kind)
            {
                case IntakeOutcomeKind.Accepted:
                    accepted++;
                    break;
                case IntakeOutcomeKind.Duplicate:
                    duplicates++;
                    break;
                default:
                    Reject(outcome.Error ?? new DraftError("", "was not taken"));
                    break;
            }
        }

        Statistics.Count(accepted, duplicates, 0);
        metrics.Accepted(kind, accepted);
        metrics.Duplicates(kind, duplicates);
    }

    private void Reject(DraftError error)
    {
        Statistics.Count(0, 0, 1);
        metrics.Rejected(kind, error);
        Statistics.Fault(Rejection.TextOf(error));
    }
}
