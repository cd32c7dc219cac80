using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// One request's readings on their way to the intake: every draft gets defaults, time and unit here, and what is refused is
/// kept with its place in the body.
/// </summary>
/// <param name="rules">Time and unit.</param>
/// <param name="sensors">The configured sensors.</param>
/// <param name="scope">Devices that the sender may post for.</param>
/// <param name="listener">Counts what belongs to no configured sensor.</param>
/// <param name="receivedAt">When the request arrived.</param>
/// <param name="itemsMax">The most readings.</param>
internal sealed class IngestBatch(
    DraftRules rules, SensorSet sensors, DeviceScope scope, AdapterStatistics listener, DateTimeOffset receivedAt, int itemsMax)
{
    private readonly List<IntakeItem> _items = [];
    private readonly List<Origin> _origins = [];
    private readonly List<Rejection> _rejections = [];
    private readonly List<(AdapterStatistics Counted, DraftError Error)> _refused = [];

    /// <summary>Unix seconds at which the request arrived.</summary>
    public long NowSeconds { get; } = receivedAt.ToUnixTimeSeconds();

    public int ItemsMax => itemsMax;

    /// <summary>The adapter that the metrics name.</summary>
    public string Kind { get; set; } = HttpIngest.AdapterKind;

    /// <summary>The sensor of the whole body where it has one; else each draft's device_id tells.</summary>
    public IDraftOwner? Owner { get; set; }

    /// <summary>device_id of what names no device; null where no table gives one.</summary>
    public string? NamelessDeviceId => (Owner ?? sensors.Find(new DeviceDraft(new ObservationDraft(), "")))?.Options.DeviceId;

    /// <summary>Whether the sender may post for a device.</summary>
    public bool Covers(string deviceId) => scope.Contains(deviceId);

    public IReadOnlyList<IntakeItem> Items => _items;

    public IReadOnlyList<Rejection> Rejections => _rejections;

    /// <summary>The body has more readings than a request may have.</summary>
    public bool IsOverLimit => _items.Count + _rejections.Count > itemsMax;

    /// <summary>Takes a draft, or refuses it.</summary>
    /// <param name="index">Place in the body.</param>
    /// <param name="draft">Fields as the device sent them; the batch owns it from here.</param>
    /// <param name="reading">The member of a readings map that it comes from, or null.</param>
    /// <param name="source">Where the draft's timestamp comes from, when it has one.</param>
    public void Add(int index, ObservationDraft draft, string? reading = null, TimeSource source = TimeSource.Device) =>
        Add(index, new DeviceDraft(draft, draft[TextField.DeviceId] ?? ""), reading, source);

    /// <summary>Takes a reading of a device that has several sensors, or refuses it.</summary>
    public void Add(int index, DeviceDraft device, string? reading = null, TimeSource source = TimeSource.Device)
    {
        var sensor = Owner ?? sensors.Find(device);
        var origin = new Origin(index, reading, sensor?.Statistics);
        var admitted = new AdmittedDraft(device.Draft, null, ValueCorrection.None);
        if (sensor is { Problem.Length: > 0 })
        {
            Reject(origin, new DraftError("device_id", $"\"{Excerpt.Of(device.Draft[TextField.DeviceId] ?? "")}\" {MisconfiguredSensor.Refusal}"));
            return;
        }

        if (sensor is not null)
        {
            if (sensor.Directory.Admit([device]) is not [{ } one])
            {
                LeaveOut(origin, device.Draft[TextField.DeviceId]);
                return;
            }

            admitted = one;
        }

        var (draft, positionDecimals, correction) = admitted;
        if (rules.Apply(draft, scope, NowSeconds, correction, ref source) is { } error)
        {
            Reject(origin, error);
            return;
        }

        _items.Add(new IntakeItem(draft, source, positionDecimals));
        _origins.Add(origin);
    }

    // A gateway cannot do without the sensors that its owner leaves out; who posts drafts can, and is told.
    private void LeaveOut(Origin origin, string? deviceId)
    {
        if (Owner is null)
        {
            var name = Excerpt.Of(deviceId ?? "");
            Reject(origin, new DraftError("device_id", $"\"{name}\" is left out by this node's [[sensors]] tables (stratum sensors says which)"));
        }
    }

    /// <summary>Refuses what did not even become a draft.</summary>
    public void Reject(int index, DraftError error) => Reject(new Origin(index, null, Owner?.Statistics), error);

    /// <summary>Counts every reading once, where it belongs, and sorts the intake's refusals among the batch's own.</summary>
    public (int Accepted, int Duplicates) Settle(IReadOnlyList<IntakeOutcome> outcomes)
    {
        var (accepted, duplicates) = (0, 0);
        for (var i = 0; i < _items.Count; i++)
        {
            var (origin, outcome) = (_origins[i], outcomes[i]);
            var counted = origin.Sensor ?? listener;
            if (outcome.Kind != IntakeOutcomeKind.Rejected)
            {
                counted.Delivered(_items[i].Draft[TextField.DeviceId] ?? "");
            }

            switch (outcome.Kind)
            {
                case IntakeOutcomeKind.Accepted:
                    accepted++;
                    counted.Count(1, 0, 0);
                    break;
                case IntakeOutcomeKind.Duplicate:
                    duplicates++;
                    counted.Count(0, 1, 0);
                    break;
                default:
                    Reject(origin, outcome.Error ?? new DraftError("", "was not taken"));
                    break;
            }
        }

        foreach (var (counted, error) in _refused)
        {
            counted.Count(0, 0, 1);
            counted.Fault(Rejection.TextOf(error));
        }

        _refused.Clear();

        // A stable order by place: List.Sort is not stable, and one item may have several refusals.
        var inOrder = _rejections.OrderBy(rejection => rejection.Index).ToArray();
        _rejections.Clear();
        _rejections.AddRange(inOrder);
        return (accepted, duplicates);
    }

    private void Reject(Origin origin, DraftError error)
    {
        _refused.Add((origin.Sensor ?? listener, error));
        var named = origin.Reading is not null && error.Field is ("value" or "unit" or "reading_type")
            ? new DraftError($"readings.{origin.Reading}", $"{error.Field} {error.Reason}")
            : error;
        _rejections.Add(new Rejection(origin.Index, named with { Field = Excerpt.Of(named.Field) }));
    }

    private readonly record struct Origin(int Index, string? Reading, AdapterStatistics? Sensor);
}
