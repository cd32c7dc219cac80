using System.CommandLine;
using Stratum.Core;
using Stratum.Ingest;

namespace Stratum.Node.Cli;

/// <summary>The options that say what a file is; each stands for a key of a map, and wins over it.</summary>
internal sealed class ImportOptions
{
    private readonly Option<string?> _map = new("--map") { Description = "A map of the file's columns (docs/IMPORT.md)", HelpName = "FILE" };
    private readonly Option<string?> _format = new("--format")
    {
        Description = $"{string.Join(", ", HistoryFormats.Names)}; by default what the content looks like",
    };

    private readonly Option<string?> _device = new("--device")
    {
        Description = "device_id of the station; give the one of its live readings to go on with their series",
    };

    private readonly Option<string?> _zone = new("--timezone")
    {
        Description = "Zone of times without an offset: Europe/Berlin, UTC, local, +01:00",
        HelpName = "ZONE",
    };

    private readonly Option<string[]> _time = new("--time-column")
    {
        Description = "Column of the time; twice for a date and a time of day",
        HelpName = "NAME",
    };

    private readonly Option<string?> _timeFormat = new("--time-format")
    {
        Description = "iso, unix, unix_ms, unix_us, unix_ns, or a pattern such as \"dd/MM/yyyy HH:mm\"",
    };

    private readonly Option<string[]> _columns = new("--column")
    {
        Description = "NAME=reading_type[:unit[:suffix]], once for each column",
        HelpName = "MEANING",
    };

    private readonly Option<string?> _delimiter = new("--delimiter") { Description = "Between columns: , ; | or tab" };
    private readonly Option<string?> _decimal = new("--decimal") { Description = "Decimal mark: . or ," };
    private readonly Option<string?> _latitude = new("--latitude") { Description = "Where the station stood, degrees north; by default the node's place" };
    private readonly Option<string?> _longitude = new("--longitude") { Description = "Degrees east" };
    private readonly Option<string?> _altitude = new("--altitude") { Description = "Metres above sea level" };
    private readonly Option<string?> _units = new("--units")
    {
        Description = "Of a file that does not say its own: temperature=C,wind=km/h,pressure=hPa,rain=mm",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A signed text of every reading, for instance data_license=CC0-1.0",
        HelpName = "FIELD=TEXT",
    };


    /// <summary>All of them, for the command.</summary>
    public IEnumerable<Option> All =>
        [_map, _format, _device, _zone, _time, _timeFormat, _columns, _delimiter, _decimal, _latitude, _longitude, _altitude, _units, _set];

    /// <summary>The map that file and options make.</summary>
    public HistoryMap Read(ParseResult result)
    {
        var map = result.GetValue(_map) is { } path ? HistoryMapFile.Read(path) : new HistoryMap();
        var columns = (result.GetValue(_columns) ?? []).Select(MapValues.Column).ToList();
        var names = columns.Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
        var position = MapValues.Position(Number(result, _latitude), Number(result, _longitude));
        return map with
        {
            Format = result.GetValue(_format) is { } format ? MapValues.Format(format) : map.Format,
            Device = result.GetValue(_device) ?? map.Device,
            DeviceColumn = result.GetValue(_device) is null ? map.DeviceColumn : null,
            Zone = result.GetValue(_zone) is { } zone ? MapValues.Zone(zone) : map.Zone,
            TimeColumns = result.GetValue(_time) is { Length: > 0 } time ? TwoAtMost(time) : map.TimeColumns,
            TimeFormat = result.GetValue(_timeFormat) ?? map.TimeFormat,
            Columns = [.. map.Columns.Where(column => !names.Contains(column.Name)), .. columns],
            Delimiter = result.GetValue(_delimiter) is { } delimiter ? MapValues.Delimiter(delimiter) : map.Delimiter,
            DecimalMark = result.GetValue(_decimal) is { } mark ? MapValues.DecimalMark(mark) : map.DecimalMark,
            Position = position ?? map.Position,
            Altitude = Number(result, _altitude) ?? (position is null ? map.Altitude : null),
            Units = With(map.Units, result.GetValue(_units)?.Split(',') ?? [], "--units", MapValues.UnitKind),
            Texts = With(map.Texts, result.GetValue(_set) ?? [], "--set", MapValues.TextField),
        };
    }

    private static string[] TwoAtMost(string[] columns) => columns.Length <= 2
        ? columns
        : throw new StratumException("--time-column is given once, or twice for a date and a time of day");

    private static double? Number(ParseResult result, Option<string?> option) =>
        result.GetValue(option) is { } text ? MapValues.Number(option.Name, text) : null;

    private static Dictionary<TKey, string> With<TKey>(IReadOnlyDictionary<TKey, string> known, string[] pairs, string option, Func<string, TKey> keyOf)
        where TKey : notnull
    {
        var all = known.ToDictionary();
        foreach (var pair in pairs)
        {
            var (name, value) = MapValues.Pair(option, pair);
            all[keyOf(name)] = value;
        }

        return all;
    }
}
