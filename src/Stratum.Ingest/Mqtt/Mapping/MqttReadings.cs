using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>What one message says, in the device's units; unit, rounding and the window of times are the frame's business.</summary>
internal sealed class MqttReadings
{
    // More values than any device has; a message of a stranger must not become a million drafts.
    public const int DraftsMax = 256;

    private readonly Dictionary<(string DeviceId, string ReadingType), Place> _places = [];

    private readonly List<DeviceDraft> _items = [];

    /// <summary>The readings, each with its device.</summary>
    public IReadOnlyList<DeviceDraft> Items => Conflict is null ? _items : [.. _items.Where(item => item.Draft is not null)];

    public IReadOnlyList<ObservationDraft> Drafts => [.. Items.Select(item => item.Draft)];

    /// <summary>The device, without the suffix of the sensor.</summary>
    public string Device { get; set; } = "";

    /// <summary>deployment_type that the device's own names tell; null: none.</summary>
    public string? Deployment { get; set; }

    /// <summary>Unix seconds when the message says; else null.</summary>
    public long? Timestamp { get; set; }

    /// <summary>Where the device says it is.</summary>
    public GeoPoint? Position { get; set; }

    /// <summary>Its height, metres.</summary>
    public double? Altitude { get; set; }

    /// <summary>Why a message that should be understood was not; for /status.</summary>
    public string? Problem { get; set; }

    /// <summary>Values of two sensors that came under one name: neither is signed, since nothing tells whose series it is. For /status.</summary>
    public string? Conflict { get; private set; }

    /// <summary>Why a message that was understood has no reading; null: it says nothing that is a quantity.</summary>
    public string? PassedOver { get; set; }

    /// <summary>Whether the message announced what is to be read later.</summary>
    public bool IsAnnouncement { get; set; }

    /// <summary>Notes why there is no JSON where the topic has some: a device's word for "no value", or damage.</summary>
    public void MissJson(MqttMessage message)
    {
        if (MessageValue.IsNone(message.Text))
        {
            PassedOver = NoValue(message.Text);
        }
        else
        {
            Problem = message.Damage ?? "is no JSON object";
        }
    }

    /// <summary>The number of a plain payload, or null; why there is none is noted.</summary>
    public double? Plain(MqttMessage message)
    {
        var number = message.IsStructured ? null : MessageValue.LenientNumberOf(message.Text);
        if (number is null && (message.IsStructured || MessageValue.IsNone(message.Text)))
        {
            PassedOver = message.IsStructured ? "is JSON where a number is expected" : NoValue(message.Text);
        }
        else if (number is null)
        {
            Problem = $"is no number: {Excerpt.Of(message.Text)}";
        }

        return number;
    }

    private static string NoValue(string text) => text.Trim().Length == 0 ? "is empty" : $"says {Excerpt.Of(text.Trim())}";

    /// <summary>Names the device by a word that its owner chose; words such as "kitchen" and "freezer" say where it is.</summary>
    public void NameDevice(string device, string moreWords = "")
    {
        Device = device;
        Deployment = SensorWords.DeploymentOf([.. SensorWords.Split(device), .. SensorWords.Split(moreWords)]);
    }

    /// <summary>Adds a value; null, "not a number" and what means "no value" are none. The suffix must be a matter of the sensor's own words alone.</summary>
    public void Add(string readingType, double? value, string unit, string suffix = "", string? deployment = null)
    {
        deployment ??= Deployment;
        if (value is not { } number || !double.IsFinite(number) || Sentinels.IsNoValue(readingType, number, unit, deployment == Deployments.ProbeType)
            || !TryTakePlace(Device + suffix, readingType, number, unit))
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
        draft[TextField.DeploymentType] = deployment;
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

    // One message, one value for each series. The same value twice, as in two units, is one; different ones are of two sensors.
    private bool TryTakePlace(string deviceId, string readingType, double value, string unit)
    {
        var told = QuantityRegistry.Default.Find(readingType) is { } quantity && UnitConversion.TryConvert(value, unit, quantity, out var converted)
            ? converted
            : value;
        if (!_places.TryGetValue((deviceId, readingType), out var place))
        {
            if (_items.Count == DraftsMax)
            {
                return false;
            }

            _places.Add((deviceId, readingType), new Place(_items.Count, told));
            return true;
        }

        if (place.Value != told && !place.IsGivenUp)
        {
            place.IsGivenUp = true;
            _items[place.Index] = default;
            Conflict = $"two values of {readingType} for \"{Excerpt.Of(deviceId)}\" in one message: neither is signed";
        }

        return false;
    }

    private sealed class Place(int index, double value)
    {
        public int Index => index;

        public double Value => value;

        public bool IsGivenUp { get; set; }
    }
}
