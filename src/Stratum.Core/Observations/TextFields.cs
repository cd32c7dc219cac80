namespace Stratum.Core;

/// <summary>JSON names and length limits of the text fields, by <see cref="TextField"/>.</summary>
public static class TextFields
{
    /// <summary>How many text fields there are.</summary>
    public const int Count = 19;

    private static readonly (string Name, int MaxCharacters)[] Table =
    [
        ("board_model", 256), ("calibration_status", 256), ("data_license", 64), ("data_source", 256), ("data_source_name", 256),
        ("deployment_type", 256), ("deployment_type_source", 256), ("device_id", 128), ("geo_country", 256), ("geo_subdivision", 256),
        ("location_source", 256), ("node_info", 1024), ("node_info_url", 256), ("node_name", 256), ("reading_type", 64),
        ("reading_type_name", 128), ("sensor_model", 256), ("sensor_transport", 256), ("unit", 64),
    ];

    /// <summary>The field's name in canonical JSON.</summary>
    public static string NameOf(TextField field) => Table[(int)field].Name;

    /// <summary>The most characters (Unicode scalar values) that the field may hold.</summary>
    public static int MaxCharactersOf(TextField field) => Table[(int)field].MaxCharacters;
}
