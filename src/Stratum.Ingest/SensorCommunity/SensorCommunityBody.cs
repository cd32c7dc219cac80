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
        if (name == "esp8266id" && JsonText.TryReadText(value, out var chipId))
        {
            _chipId = chipId;
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

    public void AddTo(IngestBatch batch, string? station, string pin)
    {
        var device = station ?? (_chipId is null ? null : "esp8266-" + _chipId);
        var taken = new HashSet<(string Device, string ReadingType)>();
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
                continue;
            }

            var draft = new ObservationDraft { Value = number };
            draft[TextField.DeviceId] = DeviceIdOf(device, known, pin, taken);
            draft[TextField.ReadingType] = known.ReadingType;
            draft[TextField.Unit] = known.Unit;
            batch.Add(index, draft);
        }
    }

    // The first sensor of a type has the station's name, every further one its own suffix (INGEST, rules for every adapter).
    private static string? DeviceIdOf(string? device, SensorCommunityTypes.Entry known, string pin, HashSet<(string Device, string ReadingType)> taken)
    {
        // The official API's bodies hold one sensor each, without its prefix; the pin tells (ext_def.h). A barometer's, a cable probe's and a
        // carbon dioxide sensor's air is a further one beside the hygrometer's of the same board.
        var other = known.Sensor.Length > 0 ? "" : (known.ReadingType, pin) switch
        {
            ("temperature", "3") => "-bmp",
            ("temperature", "13") => "-ds18b20",
            ("temperature" or "humidity", "17") => "-scd30",
            _ => "",
        };
        if (device is not null && other.Length > 0)
        {
            return device + other;
        }

        if (device is null || taken.Add((device, known.ReadingType)))
        {
            return device;
        }

        return $"{device}-{(known.Sensor.Length > 0 ? known.Sensor : "2")}";
    }

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
