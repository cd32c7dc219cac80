using System.Globalization;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>The entries of one sensor.community body.</summary>
internal sealed class SensorCommunityBody
{
    private readonly List<(string Type, string Value)> _entries = [];
    private string? _chipId;

    public bool HasValues { get; private set; }

    public BodyFault? Take(string name, ReadOnlySpan<byte> value, int entriesMax)
    {
        if (name is "esp8266id" or "esp32id" && JsonText.TryReadText(value, out var chipId))
        {
            _chipId = $"{name[..^2]}-{chipId}";
        }

        if (name != "sensordatavalues" || value[0] != (byte)'[')
        {
            return null;
        }

        HasValues = true;
        var entries = new JsonSlicer(value);
        while (entries.MoveNext())
        {
            if (_entries.Count == entriesMax)
            {
                return BodyFault.TooManyItems(entriesMax);
            }

            _entries.Add(ReadEntry(entries.Current));
        }

        return null;
    }

    /// <summary>Adds the readings. A chip's are of the same device_id in every body: its prefix or its pin says so, never what else is there.</summary>
    public void AddTo(IngestBatch batch, string? station, string pin)
    {
        var device = station ?? _chipId ?? batch.NamelessDeviceId;
        var pinned = SensorCommunityTypes.ChipOf(pin);
        var counts = _entries.CountBy(entry => entry.Type).ToDictionary(StringComparer.Ordinal);
        for (var index = 0; index < _entries.Count; index++)
        {
            var (type, value) = _entries[index];
            if (SensorCommunityTypes.Find(type) is not { } known)
            {
                continue;
            }

            if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            {
                batch.Reject(index, new DraftError("value", $"of {type} is \"{Excerpt.Of(value)}\"; a finite number is accepted"));
            }
            else if (counts[type] > 1)
            {
                batch.Reject(index, new DraftError("value_type", $"{type} appears {counts[type]} times: which sensor's is it? Give the others a prefix"));
            }
            else
            {
                Add(batch, index, device, known with { Chip = known.Chip.Length > 0 ? known.Chip : pinned }, number);
            }
        }
    }

    private static void Add(IngestBatch batch, int index, string? device, SensorCommunityTypes.Entry entry, double number)
    {
        if (IsNone(entry, number))
        {
            return;
        }

        // A value that rounds to nothing below zero is text of the firmware, "-0.00": it and 0.0 would be two contents.
        var draft = new ObservationDraft { Value = number == 0 ? 0 : number };
        draft[TextField.DeviceId] = device is null || entry.Chip.Length == 0 ? device : $"{device}-{entry.Chip}";
        draft[TextField.ReadingType] = entry.ReadingType;
        draft[TextField.Unit] = entry.Unit;
        batch.Add(index, new DeviceDraft(draft, device ?? ""));
    }

    // The firmware takes a BMP280 for a BME280 and sends a humidity of 0.00; chips that were lost send what their registers read then.
    private static bool IsNone(SensorCommunityTypes.Entry entry, double number) =>
        (entry.ReadingType == "humidity" && number == 0)
        || Sentinels.IsNoValue(entry.ReadingType, number, entry.Unit)
        || (entry.ReadingType == "temperature" && entry.Chip switch
        {
            // Datasheets: 0x0000 and 0xFFFF by the formula of each.
            "sht3x" => number is -45 or 130,
            "htu21d" => number is -46.85 or 128.86,
            _ => false,
        });

    private static (string Type, string Value) ReadEntry(ReadOnlySpan<byte> json)
    {
        var (type, text) = ("", "");
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            return (type, text);
        }

        var members = new JsonSlicer(json);
        while (members.MoveNext())
        {
            if (!JsonText.TrySplitMember(members.Current, out var name, out var value))
            {
                continue;
            }

            if (name == "value_type")
            {
                _ = JsonText.TryReadText(value, out type);
            }
            else if (name == "value" && !JsonText.TryReadText(value, out text))
            {
                // Forks of the firmware send bare numbers.
                text = JsonText.Shown(value);
            }
        }

        return (type, text);
    }
}
