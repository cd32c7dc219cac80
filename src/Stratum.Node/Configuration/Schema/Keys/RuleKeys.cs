using Stratum.Core;

namespace Stratum.Node.Configuration;

/// <summary>The keys that [[sensors]] and [[sensors.device]] have in common.</summary>
internal sealed class RuleKeys<TTable>(string section, Func<TTable, RuleTable> read, Func<TTable, RuleTable, TTable> write)
    where TTable : new()
{
    // Beyond it nothing in the sky, the ground or a house is corrected.
    private static readonly TableType<decimal> Offsets = Numbers(-10_000, 10_000);
    private static readonly TableType<decimal> Scales = Numbers(0.001m, 1_000);

    // What a correction adds to it must fit, too.
    private static readonly TextType Calibration = Text(160);

    /// <summary>In the order of the documentation.</summary>
    public IReadOnlyList<BoundKey<TTable>> All() =>
    [
        Key("latitude", SettingTypes.Latitude, r => r.Position?.Latitude, (r, v) => r with { Position = PositionRules.WithLatitude(r.Position, v) },
            "Where the sensor stands, for readings without a place of their own; by default the node's. Give latitude and longitude, or neither."),
        Key("longitude", SettingTypes.Longitude, r => r.Position?.Longitude, (r, v) => r with { Position = PositionRules.WithLongitude(r.Position, v) },
            "Where the sensor stands, east positive."),
        Key("altitude", SettingTypes.Altitude, r => r.Altitude, (r, v) => r with { Altitude = v },
            "Metres above sea level, for readings without one; by default the node's."),
        Key("position_decimals", SettingTypes.PositionDecimals, r => r.PositionDecimals, (r, v) => r with { PositionDecimals = v },
            "Decimals of latitude and longitude that are signed; unset: as [node] position_decimals says."),
        Key("deployment", TextType.OneOf("", "outdoor", "indoor", "probe"), r => r.Deployment, (r, v) => r with { Deployment = v },
            "Where the sensors are: outdoor counts in /now, indoor and probe (freezers, pools, pipes) do not; signed as deployment_type. "
            + "Empty: what the adapter knows."),
        Key("data_license", Text(64), r => TextOf(r, TextField.DataLicense), (r, v) => r.WithText(TextField.DataLicense, v),
            "Licence of the readings, signed with them; empty: CC-BY-4.0, or what the reading says."),
        Key("sensor_model", Text(256), r => TextOf(r, TextField.SensorModel), (r, v) => r.WithText(TextField.SensorModel, v),
            "Model of the sensor, signed with its readings."),
        Key("board_model", Text(256), r => TextOf(r, TextField.BoardModel), (r, v) => r.WithText(TextField.BoardModel, v),
            "Model of the board or station, signed with its readings."),
        Key("calibration_status", Calibration, r => TextOf(r, TextField.CalibrationStatus), (r, v) => r.WithText(TextField.CalibrationStatus, v),
            "What is known of the calibration, signed; scale and offset are added to it where they act."),
        Key("location_source", Text(256), r => TextOf(r, TextField.LocationSource), (r, v) => r.WithText(TextField.LocationSource, v),
            "How the place is known, such as \"map\" or \"gps\", signed."),
        Key("node_info", Text(1024), r => TextOf(r, TextField.NodeInfo), (r, v) => r.WithText(TextField.NodeInfo, v),
            "Anything worth knowing of the site, signed."),
        Key("node_info_url", Text(256), r => TextOf(r, TextField.NodeInfoUrl), (r, v) => r.WithText(TextField.NodeInfoUrl, v),
            "A page about the site, signed."),
        Key("offset", Offsets, r => r.Offsets, (r, v) => r with { Offsets = v },
            "Added to values by quantity, in the registry's unit, after scale: { temperature = -0.5 }; calibration_status says so."),
        Key("scale", Scales, r => r.Scales, (r, v) => r with { Scales = v },
            "Factors of values by quantity: { rain_total = 1.05 }; calibration_status says so."),
    ];

    private static string TextOf(RuleTable rules, TextField field) => rules.Texts.GetValueOrDefault(field, "");

    private static TextType Text(int most) => new($"at most {most} characters, no control characters", text =>
        text.EnumerateRunes().Count() <= most && !text.Any(char.IsControl));

    private static TableType<decimal> Numbers(decimal min, decimal max) =>
        new("{ QUANTITY = NUMBER }, quantities of the registry", name => QuantityRegistry.Default.Find(name) is not null, new DecimalType(min, max));

    private BoundKey<TTable> Key<T>(string name, SettingType<T> type, Func<RuleTable, T> get, Func<RuleTable, T, RuleTable> set, string meaning) =>
        new BoundKey<TTable, T>(
            section, name, meaning, null, type, new TTable(), table => get(read(table)), (table, value) => write(table, set(read(table), value)));
}
