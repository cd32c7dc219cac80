namespace Stratum.Node.Configuration;

/// <summary>Keys of [node].</summary>
internal static class NodeKeys
{
    private static readonly KeySection<NodeSection> Node = new("node", o => o.Node, (o, s) => o with { Node = s });

    private static readonly TextType Country = new(
        "two capital letters such as \"NO\", or \"\" for none", text => text is [] or [>= 'A' and <= 'Z', >= 'A' and <= 'Z']);

    /// <summary>In the order of the documentation. The position is completed by <see cref="PositionRules"/>.</summary>
    public static IReadOnlyList<BoundKey<StratumOptions>> All { get; } =
    [
        Node.Key("keypair_path", SettingTypes.Path, s => s.KeypairPath, (s, v) => s with { KeypairPath = v },
            "The node's key file, readable by its owner only; `stratum init` makes it and never overwrites one. "
            + "Beside the data, so that one volume holds what must not be lost."),
        Node.Key("storage_path", SettingTypes.Path, s => s.StoragePath, (s, v) => s with { StoragePath = v },
            "The data directory; one process at a time owns it."),
        Node.Key("name", TextType.Any, s => s.Name, (s, v) => s with { Name = v },
            "Name shown to people and written into the observations that this node signs; empty: none."),
        Node.Key("latitude", SettingTypes.Latitude, s => s.Position?.Latitude, (s, v) => s with { Position = PositionRules.WithLatitude(s.Position, v) },
            "Where the node stands, WGS 84, north positive; default for sensors without a place. Give latitude and longitude, or neither."),
        Node.Key("longitude", SettingTypes.Longitude, s => s.Position?.Longitude, (s, v) => s with { Position = PositionRules.WithLongitude(s.Position, v) },
            "Where the node stands, WGS 84, east positive."),
        Node.Key("altitude", SettingTypes.Altitude, s => s.Altitude, (s, v) => s with { Altitude = v },
            "Metres above sea level; default for sensors without one. Pressure and temperature are compared with neighbours by it."),
        Node.Key("position_decimals", SettingTypes.PositionDecimals, s => s.PositionDecimals, (s, v) => s with { PositionDecimals = v },
            "Decimals of latitude and longitude that are signed: 3 is about 100 m, 2 about 1 km. What is signed is public for ever; `init` writes 3. "
            + "Unset: as configured."),
        Node.Key("country", Country, s => s.Country, (s, v) => s with { Country = v },
            "ISO 3166-1 code of the country, written into signed observations; empty: none."),
        Node.Key("subdivision", TextType.Any, s => s.Subdivision, (s, v) => s with { Subdivision = v },
            "ISO 3166-2 code or name of the region, such as \"NO-03\"; empty: none."),
    ];
}
