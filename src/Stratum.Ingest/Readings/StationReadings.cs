using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// What one message of a device says: its values in the device's own units, with the suffix of device_id that each sensor
/// beyond the first has (INGEST, rules for every adapter). Unit, rounding and time are the frame's business.
/// </summary>
internal sealed class StationReadings(string deviceId)
{
    /// <summary>What deployment_type says of a sensor in a building.</summary>
    public const string Indoor = "INDOOR";

    /// <summary>What deployment_type says of a sensor in a freezer, a pool, a pipe, or wherever its owner put a further one.</summary>
    public const string Probe = "PROBE";

    /// <summary>Suffix of indoor sensors.</summary>
    public const string IndoorSuffix = "-in";

    private readonly List<StationReading> _items = [];

    public string DeviceId => deviceId;

    public IReadOnlyList<StationReading> Items => _items;

    /// <summary>Unix seconds of the message when the device says; else null.</summary>
    public long? Timestamp { get; set; }

    /// <summary>Adds a value; what the device says instead of one is none.</summary>
    public void Add(string readingType, double? value, string unit, string suffix = "", string deployment = "", long? timestamp = null)
    {
        if (value is { } known && double.IsFinite(known)
            && !Sentinels.IsNoValue(readingType, known, unit, deployment == Probe) && !IsNoHygrometer(readingType, known))
        {
            // A device's text or an offset may give -0.0: it and 0.0 would be two contents.
            _items.Add(new StationReading(deviceId + suffix, readingType, known == 0 ? 0 : known, unit, deployment, timestamp));
        }
    }

    public void Add(string readingType, decimal? value, string unit, string suffix = "", string deployment = "") =>
        Add(readingType, (double?)value, unit, suffix, deployment);

    public void AddIndoor(string readingType, decimal? value, string unit) => Add(readingType, value, unit, IndoorSuffix, Indoor);

    /// <summary>Leaves out the values that have a time of their own outside of these Unix seconds.</summary>
    public void RemoveTimedOutside(long earliest, long latest) => _items.RemoveAll(item => item.Timestamp < earliest || item.Timestamp > latest);

    /// <summary>The value of a quantity without suffix, or null.</summary>
    public StationReading? Find(string readingType)
    {
        foreach (var item in _items)
        {
            if (item.ReadingType == readingType && item.DeviceId == deviceId)
            {
                return item;
            }
        }

        return null;
    }

    /// <summary>Leaves out what a condition is true of.</summary>
    public void RemoveAll(Predicate<StationReading> condition) => _items.RemoveAll(condition);

    public DeviceDraft ToDraft(StationReading item)
    {
        var draft = new ObservationDraft { Value = item.Value, Timestamp = item.Timestamp ?? Timestamp };
        draft[TextField.DeviceId] = item.DeviceId;
        draft[TextField.ReadingType] = item.ReadingType;
        draft[TextField.Unit] = item.Unit;
        draft[TextField.DeploymentType] = item.Deployment.Length > 0 ? item.Deployment : null;
        return new DeviceDraft(draft, deviceId, item.Timestamp is not null);
    }

    // No air is that dry, and hygrometers end at 1 %: it is what firmware says of a chip without one that it takes for its sibling.
    private static bool IsNoHygrometer(string readingType, double value) => readingType == "humidity" && value == 0;
}
