namespace Stratum.Node.Configuration;

/// <summary>Keys of [[sensors]] that every adapter has.</summary>
internal static class SensorKeys
{
    /// <summary>Name of the tables.</summary>
    public const string Section = "sensors";

    /// <summary>The kinds of adapters that there are or will be.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["http_json", "davis", "ecowitt", "bme280", "mqtt"];

    private static readonly TextType DeviceId = new("at most 128 characters, no control characters", text =>
        text.EnumerateRunes().Count() <= 128 && !text.Any(char.IsControl));

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<BoundKey<SensorTable>> All { get; } =
    [
        Key("adapter", TextType.OneOf([.. Kinds]), s => s.Adapter, (s, v) => s with { Adapter = v },
            "Kind of adapter; required. http_json takes what is posted to ingest_listen, the others read a device."),
        Key("name", TextType.Any, s => s.Name, (s, v) => s with { Name = v },
            "Name for /status and the log; empty: the adapter and its number."),
        Key("device_id", DeviceId, s => s.DeviceId, (s, v) => s with { DeviceId = v },
            "device_id of readings that carry none; it names the station, so never change it for a sensor that stays."),
        Key("latitude", SettingTypes.Latitude, s => s.Position?.Latitude, (s, v) => s with { Position = PositionRules.WithLatitude(s.Position, v) },
            "Where the sensor stands, for readings without a place of their own; by default the node's. Give latitude and longitude, or neither."),
        Key("longitude", SettingTypes.Longitude, s => s.Position?.Longitude, (s, v) => s with { Position = PositionRules.WithLongitude(s.Position, v) },
            "Where the sensor stands, east positive."),
        Key("altitude", SettingTypes.Altitude, s => s.Altitude, (s, v) => s with { Altitude = v },
            "Metres above sea level, for readings without one; by default the node's."),
    ];

    private static BoundKey<SensorTable, T> Key<T>(
        string name, SettingType<T> type, Func<SensorTable, T> read, Func<SensorTable, T, SensorTable> write, string meaning) =>
        new(Section, name, meaning, null, type, new SensorTable(), read, write);
}
