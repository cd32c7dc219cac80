using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>What one message says, in the device's units; unit, rounding and the window of times are the frame's business.</summary>
internal sealed class MqttReadings
{
    // More values than any device has; a message of a stranger must not become a million drafts.
    public const int DraftsMax = 256;

    private readonly HashSet<(string Device, string ReadingType)> _taken = [];

    private readonly List<DeviceDraft> _items = [];

    /// <summary>The readings, each with its device.</summary>
    public IReadOnlyList<DeviceDraft> Items => _items;

    public IReadOnlyList<ObservationDraft> Drafts => [.. _items.Select(item => item.Draft)];

    /// <summary>Station; each further sensor of a type gets a suffix.</summary>
    public string Device { get; set; } = "";

    /// <summary>Unix seconds when the message says; else null.</summary>
    public long? Timestamp { get; set; }

    /// <summary>Where the device says it is.</summary>
    public GeoPoint? Position { get; set; }

    /// <summary>Its height, metres.</summary>
    public double? Altitude { get; set; }

    /// <summary>Why a message that should be understood was not; for /status.</summary>
    public string? Problem { get; set; }

    /// <summary>Whether the first sensor of that type on the device is already there; takes the place when not.</summary>
    public bool Claim(string readingType) => _taken.Add((Device, readingType));

    /// <summary>Adds a value; null and "not a number" are no value.</summary>
    public void Add(string readingType, double? value, string unit, string suffix = "", bool isIndoor = false)
    {
        if (value is not { } number || !double.IsFinite(number) || _items.Count == DraftsMax)
        {
            return;
        }

        var draft = new ObservationDraft
        {
            Value = number,
            Timestamp = Timestamp,
            Latitude = Position?.Latitude,
            Longitude = Position?.Longitude,
            Altitude = Altitude
        };
        draft[TextField.DeviceId] = Device.Length > 0 ? Device + suffix : null;
        draft[TextField.ReadingType] = readingType;
        draft[TextField.Unit] = unit;
        draft[TextField.DeploymentType] = isIndoor ? StationReadings.Indoor : null;
        _items.Add(new DeviceDraft(draft, Device));
    }

    /// <summary>Adds a reading that names its device itself.</summary>
    public void Add(ObservationDraft draft)
    {
        if (_items.Count < DraftsMax)
        {
            _items.Add(new DeviceDraft(draft, draft[TextField.DeviceId] ?? ""));
        }
    }
}
