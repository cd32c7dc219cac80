using Stratum.Core;
using Stratum.Ingest;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Cli;

/// <summary>
/// A map, as TOML: keys of the file as a whole, [units], [set] for signed texts, and a [[column]] for each column (docs/IMPORT.md). Options of the
/// command line win over it.
/// </summary>
internal static class HistoryMapFile
{
    // A map has some twenty lines; a header with a thousand columns, all of them mapped, has 100 KiB.
    private const int BytesMax = 1 << 20;

    private static readonly string[] Keys =
    [
        "format", "device", "device_column", "time_column", "time_format", "timezone", "delimiter", "decimal", "latitude", "longitude", "altitude",
        "latitude_column", "longitude_column", "altitude_column", "type_column", "value_column", "unit_column", "units", "set", "column",
    ];

    private static readonly string[] ColumnKeys = ["name", "reading_type", "unit", "suffix", "deployment"];

    /// <summary>Reads it. Throws with line and column where it is wrong.</summary>
    public static HistoryMap Read(string path)
    {
        byte[] text;
        try
        {
            text = new FileInfo(path).Length <= BytesMax
                ? File.ReadAllBytes(path)
                : throw new StratumException($"the map {path} has more than {BytesMax} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StratumException($"cannot read the map {path}: {e.Message}", ExitCode.Usage, e);
        }

        try
        {
            return Parse(TomlReader.Read(text));
        }
        catch (TomlException e)
        {
            throw new StratumException($"{path}:{e.Position.Line}:{e.Position.Column}: {e.Problem}", ExitCode.Usage, e);
        }
    }

    private static HistoryMap Parse(TomlTable table)
    {
        CheckKeys(table, Keys);
        return new HistoryMap
        {
            Format = Text(table, "format") is { } format ? MapValues.Format(format) : null,
            Device = Text(table, "device"),
            DeviceColumn = Text(table, "device_column"),
            TimeColumns = Texts(table, "time_column"),
            TimeFormat = Text(table, "time_format"),
            Zone = Text(table, "timezone") is { } zone ? MapValues.Zone(zone) : null,
            Delimiter = Text(table, "delimiter") is { } delimiter ? MapValues.Delimiter(delimiter) : null,
            DecimalMark = Text(table, "decimal") is { } mark ? MapValues.DecimalMark(mark) : null,
            LatitudeColumn = Text(table, "latitude_column"),
            LongitudeColumn = Text(table, "longitude_column"),
            AltitudeColumn = Text(table, "altitude_column"),
            TypeColumn = Text(table, "type_column"),
            ValueColumn = Text(table, "value_column"),
            UnitColumn = Text(table, "unit_column"),
            Position = MapValues.Position(Number(table, "latitude"), Number(table, "longitude")),
            Altitude = Number(table, "altitude"),
            Units = Table(table, "units")?.Entries.ToDictionary(static entry => MapValues.UnitKind(entry.Key), Scalar) ?? [],
            Texts = Table(table, "set")?.Entries.ToDictionary(static entry => MapValues.TextField(entry.Key), Scalar) ?? [],
            Columns = table.TryGet("column", out var columns) ? [.. ColumnsOf(columns)] : [],
        };
    }

    private static IEnumerable<HistoryColumn> ColumnsOf(TomlEntry entry)
    {
        if (entry.Value is not TomlArray { IsOfHeaders: true } array)
        {
            throw new TomlException(entry.Position, "column is a table for each column: [[column]]");
        }

        foreach (var item in array.Items)
        {
            var table = (TomlTable)item;
            CheckKeys(table, ColumnKeys);
            var name = Text(table, "name") ?? throw new TomlException(table.Position, "[[column]] has no name");
            var readingType = Text(table, "reading_type")
                ?? throw new TomlException(table.Position, "[[column]] has no reading_type (\"\" leaves the column out)");
            yield return new HistoryColumn(
                name, MapValues.ReadingType(readingType), Text(table, "unit") ?? "", Text(table, "suffix") ?? "",
                Text(table, "deployment") is { } deployment ? MapValues.Deployment(deployment) : null);
        }
    }

    private static void CheckKeys(TomlTable table, string[] keys)
    {
        foreach (var entry in table.Entries)
        {
            if (!keys.Contains(entry.Key))
            {
                throw new TomlException(entry.Position, $"{entry.Key} is no key of a map; known are {string.Join(", ", keys)}");
            }
        }
    }

    private static string? Text(TomlTable table, string key) => table.TryGet(key, out var entry) ? Scalar(entry) : null;

    private static string Scalar(TomlEntry entry) => entry.Value is TomlScalar scalar
        ? scalar.Text
        : throw new TomlException(entry.Position, $"{entry.Key} is not a single value");

    private static string[] Texts(TomlTable table, string key) => !table.TryGet(key, out var entry) ? []
        : entry.Value is TomlArray array ? [.. array.Items.OfType<TomlScalar>().Select(static item => item.Text)]
        : [Scalar(entry)];

    private static TomlTable? Table(TomlTable table, string key) => !table.TryGet(key, out var entry) ? null
        : entry.Value as TomlTable ?? throw new TomlException(entry.Position, $"{key} is a table: [{key}]");

    private static double? Number(TomlTable table, string key) => Text(table, key) is { } text ? MapValues.Number(key, text) : null;
}
