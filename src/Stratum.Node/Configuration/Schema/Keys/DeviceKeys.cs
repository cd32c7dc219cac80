namespace Stratum.Node.Configuration;

/// <summary>Keys of [[sensors.device]].</summary>
internal static class DeviceKeys
{
    /// <summary>Name of the tables.</summary>
    public const string Section = "sensors.device";

    /// <summary>Name of the tables inside of a [[sensors]] table.</summary>
    public const string Name = "device";

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<BoundKey<DeviceTable>> All { get; } =
    [
        Key("match", SensorKeys.Pattern, s => s.Match, (s, v) => s with { Match = v },
            "Which devices of the source: the name that a device has without tables (`stratum sensors` shows it), * for any text, ? for one character; "
            + "required. One that fits a device names all its sensors, one that fits only a sensor's full device_id that sensor. "
            + "The first table that fits holds."),
        Key("device_id", SensorKeys.DeviceIdType, s => s.DeviceId, (s, v) => s with { DeviceId = v },
            "device_id that is signed instead; sensors keep their suffixes. Empty: the device's own."),
        Key("exclude", SettingTypes.Boolean, s => s.IsExcluded, (s, v) => s with { IsExcluded = v }, "true: nothing of these devices is signed."),
        .. new RuleKeys<DeviceTable>(Section, s => s.Rules, (s, v) => s with { Rules = v }).All(),
    ];

    private static BoundKey<DeviceTable, T> Key<T>(
        string name, SettingType<T> type, Func<DeviceTable, T> read, Func<DeviceTable, T, DeviceTable> write, string meaning) =>
        new(Section, name, meaning, null, type, new DeviceTable(), read, write);
}
