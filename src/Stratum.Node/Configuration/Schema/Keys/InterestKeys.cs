namespace Stratum.Node.Configuration;

/// <summary>Keys of [[interest]].</summary>
internal static class InterestKeys
{
    /// <summary>Name of the tables.</summary>
    public const string Section = "interest";

    // Twelve characters name a place of centimetres; more is a mistake.
    private static readonly TextType GeohashPrefix = new("1 to 12 characters of 0-9 and b-z without i, l and o, or \"\" for none", text =>
        text.Length <= 12 && text.All("0123456789bcdefghjkmnpqrstuvwxyz".Contains));

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<BoundKey<InterestTable>> All { get; } =
    [
        Key("north", SettingTypes.Latitude, s => s.North, (s, v) => s with { North = v },
            "Northern edge of a box that this node wants. Give all four edges, or a geohash; no table wants everything."),
        Key("south", SettingTypes.Latitude, s => s.South, (s, v) => s with { South = v }, "Southern edge, not above north."),
        Key("east", SettingTypes.Longitude, s => s.East, (s, v) => s with { East = v }, "Eastern edge."),
        Key("west", SettingTypes.Longitude, s => s.West, (s, v) => s with { West = v }, "Western edge; greater than east when the box crosses longitude 180."),
        Key("geohash", GeohashPrefix, s => s.Geohash, (s, v) => s with { Geohash = v }, "Geohash prefix of an area that this node wants, instead of a box."),
    ];

    private static BoundKey<InterestTable, T> Key<T>(
        string name, SettingType<T> type, Func<InterestTable, T> read, Func<InterestTable, T, InterestTable> write, string meaning) =>
        new(Section, name, meaning, null, type, new InterestTable(), read, write);
}
