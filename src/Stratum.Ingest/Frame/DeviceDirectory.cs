using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// The devices of one source: which of them are signed, under which names and with which table's rules, and which are heard only. A device's
/// table ([[sensors.device]]) decides first, then the source's <c>exclude</c>, then its <c>include</c>. Safe for many threads.
/// </summary>
internal sealed class DeviceDirectory(SensorOptions sensor, IReadOnlyList<string> includedByDefault, AdapterMemory memory, TimeProvider time)
{
    /// <summary>What a source signs that needs no list.</summary>
    public static readonly IReadOnlyList<string> Everything = ["*"];

    private readonly IReadOnlyList<string> _include = sensor.Include ?? includedByDefault;
    private readonly DeviceNames _names = new(memory, time);
    private readonly HeardDevices _heard = new(time);

    /// <summary>How devices without a table of their own are named; null: as the adapter names them.</summary>
    public Func<DeviceDraft, string?>? NameOf { get; init; }

    public IReadOnlyList<HeardDevice> Heard => _heard.Newest();

    /// <summary>Those of one message's readings that are to be signed; the others are heard.</summary>
    public List<AdmittedDraft> Admit(IReadOnlyList<DeviceDraft> drafts)
    {
        var admitted = new List<AdmittedDraft>(drafts.Count);
        List<(DeviceDraft Draft, string Reason)>? left = null;
        foreach (var draft in drafts)
        {
            if (TryAdmit(draft, out var one, out var reason))
            {
                admitted.Add(one);
            }
            else if (reason.Length > 0)
            {
                (left ??= []).Add((draft, reason));
            }
        }

        foreach (var device in left?.GroupBy(one => one.Draft.Device) ?? [])
        {
            _heard.Note(device.Key, [.. device.Select(one => one.Draft.Draft)], device.First().Reason);
        }

        return admitted;
    }

    /// <summary>One reading; its draft has the final device_id and the tables' fields then. No reason: it is left out without a word.</summary>
    private bool TryAdmit(DeviceDraft reading, out AdmittedDraft admitted, out string reason)
    {
        admitted = default;
        reason = "";
        if (sensor.StampsAtReceipt && reading.IsOfAnotherTime)
        {
            return false;
        }

        var full = reading.Draft[TextField.DeviceId] ?? "";
        var (table, keepsSuffix) = TableOf(reading.Device, full);
        if (table is { IsExcluded: true })
        {
            reason = $"[[sensors.device]] match = \"{table.Match}\" has exclude = true";
        }
        else if (table is null && sensor.Exclude.FirstOrDefault(pattern => IsMatch(pattern, reading.Device, full)) is { } excluded)
        {
            reason = $"exclude has \"{excluded}\"";
        }
        else if (table is null && !_include.Any(pattern => IsMatch(pattern, reading.Device, full)))
        {
            reason = HeardDevices.NoPattern;
        }
        else if (table?.DeviceId is { } name)
        {
            // Two devices that one pattern fits must never share a series.
            if (_names.TryTake(name + (keepsSuffix ? reading.Suffix : ""), keepsSuffix ? reading.Device : full, DevicePattern.IsExact(table.Match), out reason))
            {
                reading.Draft[TextField.DeviceId] = name + (keepsSuffix ? reading.Suffix : "");
            }
        }
        else if (NameOf?.Invoke(reading) is { } own)
        {
            reading.Draft[TextField.DeviceId] = own;
        }

        if (reason.Length > 0)
        {
            return false;
        }

        admitted = SensorDefaults.Apply(sensor, table, reading.Draft);
        return true;
    }

    /// <summary>Whether any table is for this device.</summary>
    public bool HasTableFor(string device, string full) => TableOf(device, full).Table is not null;

    private (DeviceOptions? Table, bool KeepsSuffix) TableOf(string device, string full)
    {
        foreach (var table in sensor.Devices)
        {
            if (DevicePattern.Matches(table.Match, device))
            {
                return (table, true);
            }

            if (DevicePattern.Matches(table.Match, full))
            {
                return (table, false);
            }
        }

        return default;
    }

    private static bool IsMatch(string pattern, string device, string full) => DevicePattern.Matches(pattern, device) || DevicePattern.Matches(pattern, full);
}
