namespace Stratum.Node.Configuration;

/// <summary>Keys of [[sensors]] that every adapter has.</summary>
internal static class SensorKeys
{
    /// <summary>Name of the tables.</summary>
    public const string Section = "sensors";

    /// <summary>The kinds of adapters that there are or will be.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["http_json", "davis", "ecowitt", "bme280", "mqtt"];

    /// <summary>A device_id, or nothing.</summary>
    public static readonly TextType DeviceIdType = new("at most 128 characters, no control characters and no |", text =>
        text.EnumerateRunes().Count() <= 128 && !text.Any(char.IsControl) && !text.Contains('|', StringComparison.Ordinal));

    /// <summary>A pattern of device names.</summary>
    public static readonly TextType Pattern = new("1 to 128 characters, no control characters; * is any text, ? one character", text =>
        text.Length > 0 && text.EnumerateRunes().Count() <= 128 && !text.Any(char.IsControl));

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<BoundKey<SensorTable>> All { get; } =
    [
        Key("adapter", TextType.OneOf([.. Kinds]), s => s.Adapter, (s, v) => s with { Adapter = v },
            "Kind of adapter; required. http_json takes what is posted to ingest_listen, the others read a device."),
        Key("name", TextType.Any, s => s.Name, (s, v) => s with { Name = v },
            "Name for /status and the log; empty: the adapter and its number."),
        Key("device_id", DeviceIdType, s => s.DeviceId, (s, v) => s with { DeviceId = v },
            "device_id of readings that carry none; it names the station, so never change it for a sensor that stays."),
        Key("time", TextType.OneOf("device", "receipt"), s => s.Time, (s, v) => s with { Time = v },
            "Whose time is signed: the device's where it tells one, or that of the receipt, for a device whose clock cannot be set."),
        Key("include", new OptionalListType<string>(Pattern), s => s.Include, (s, v) => s with { Include = v },
            "Patterns of the devices that are signed, as in [[sensors.device]] match; unset: all, but with preset rtl_433, which hears the neighbours' "
            + "sensors too, none."),
        Key("exclude", new ListType<string>(Pattern), s => s.Exclude, (s, v) => s with { Exclude = v },
            "Patterns of the devices that are not; a [[sensors.device]] table that fits decides before both lists."),
        .. new RuleKeys<SensorTable>(Section, s => s.Rules, (s, v) => s with { Rules = v }).All(),
    ];

    private static BoundKey<SensorTable, T> Key<T>(
        string name, SettingType<T> type, Func<SensorTable, T> read, Func<SensorTable, T, SensorTable> write, string meaning) =>
        new(Section, name, meaning, null, type, new SensorTable(), read, write);
}
