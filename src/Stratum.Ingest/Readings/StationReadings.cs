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

    /// <summary>Suffix of indoor sensors.</summary>
    public const string IndoorSuffix = "-in";

    private readonly List<StationReading> _items = [];

    public string DeviceId => deviceId;

    public IReadOnlyList<StationReading> Items => _items;

    /// <summary>Unix seconds of the message when the device says; else null.</summary>
    public long? Timestamp { get; set; }

    public void Add(string readingType, double? value, string unit, string suffix = "", bool isIndoor = false, long? timestamp = null)
    {
        if (value is { } known && double.IsFinite(known))
        {
            _items.Add(new StationReading(deviceId + suffix, readingType, known, unit, isIndoor, timestamp));
        }
    }

    public void Add(string readingType, decimal? value, string unit, string suffix = "", bool isIndoor = false) =>
        Add(readingType, (double?)value, unit, suffix, isIndoor);

    public void AddIndoor(string readingType, decimal? value, string unit) => Add(readingType, value, unit, IndoorSuffix, isIndoor: true);

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

    public DeviceDraft ToDraft(StationReading item)
    {
        var draft = new ObservationDraft { Value = item.Value, Timestamp = item.Timestamp ?? Timestamp };
        draft[TextField.DeviceId] = item.DeviceId;
        draft[TextField.ReadingType] = item.ReadingType;
        draft[TextField.Unit] = item.Unit;
        draft[TextField.DeploymentType] = item.IsIndoor ? Indoor : null;
        return new DeviceDraft(draft, deviceId, item.Timestamp is not null);
    }
}
