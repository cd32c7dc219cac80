using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>What the user says of a file, in a map or by options. Everything may be left out that the file itself says.</summary>
public sealed record HistoryMap
{
    /// <summary>The format; null: told by the content.</summary>
    public HistoryFormat? Format { get; init; }

    /// <summary>device_id of the station; null: the format's.</summary>
    public string? Device { get; init; }

    /// <summary>Column (of InfluxDB: tag) that names the device of a row.</summary>
    public string? DeviceColumn { get; init; }

    /// <summary>Column of the time; null: the format's. Two with a space between are put together, a date and a time of day.</summary>
    public IReadOnlyList<string> TimeColumns { get; init; } = [];

    /// <summary>"iso", "unix", "unix_ms", "unix_us", "unix_ns", or a pattern such as "dd/MM/yyyy HH:mm"; null: iso or Unix, by what stands there.</summary>
    public string? TimeFormat { get; init; }

    /// <summary>Zone of times that say none, an IANA name or an offset; null: such times are refused.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>Between columns; null: whichever of ; tab and , the first line has most of.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The decimal mark, '.' or ','; null: a comma where the delimiter is none.</summary>
    public char? DecimalMark { get; init; }

    /// <summary>Columns of the place.</summary>
    public string? LatitudeColumn { get; init; }

    /// <inheritdoc cref="LatitudeColumn"/>
    public string? LongitudeColumn { get; init; }

    /// <summary>Column of metres above sea level.</summary>
    public string? AltitudeColumn { get; init; }

    /// <summary>In a file with one value a row: the columns of reading type, value and unit.</summary>
    public string? TypeColumn { get; init; }

    /// <inheritdoc cref="TypeColumn"/>
    public string? ValueColumn { get; init; }

    /// <inheritdoc cref="TypeColumn"/>
    public string? UnitColumn { get; init; }

    /// <summary>Where the station stood; null: what the file says, else the node's place.</summary>
    public GeoPoint? Position { get; init; }

    /// <summary>Metres above sea level, with <see cref="Position"/>.</summary>
    public double? Altitude { get; init; }

    /// <summary>Units of files that do not say theirs, by kind: temperature, wind, pressure, rain.</summary>
    public IReadOnlyDictionary<string, string> Units { get; init; } = new Dictionary<string, string>();

    /// <summary>What columns mean; before what the format knows of them.</summary>
    public IReadOnlyList<HistoryColumn> Columns { get; init; } = [];

    /// <summary>Signed texts of every reading, data_source among them.</summary>
    public IReadOnlyDictionary<TextField, string> Texts { get; init; } = new Dictionary<TextField, string>();

    internal HistoryColumn? ColumnOf(string name)
    {
        foreach (var column in Columns)
        {
            if (string.Equals(column.Name, name, StringComparison.Ordinal))
            {
                return column;
            }
        }

        return null;
    }
}
