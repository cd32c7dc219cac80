using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Any CSV, by the user's map. A header with the canonical names of drafts (device_id, timestamp, reading_type, value, ...) needs none.
/// </summary>
internal static class CsvPlan
{
    private static readonly string[] TimeNames = ["timestamp", "time", "date", "datetime", "dateTime", "created_at"];

    public static TablePlan Of(TableHeader header, HistoryMap map)
    {
        if (header.IndexOf("signature") >= 0 && header.IndexOf("public_key") >= 0)
        {
            throw new StratumException("these are signed observations as CSV, which nobody can verify: export them with format=ndjson and import that");
        }

        var isTyped = map.ValueColumn is not null || (map.Columns.Count == 0 && header.IndexOf("reading_type") >= 0 && header.IndexOf("value") >= 0);
        var plan = new TablePlan
        {
            Format = HistoryFormat.Csv,
            Delimiter = header.Delimiter,
            DecimalMark = map.DecimalMark ?? (header.Delimiter == ',' ? '.' : ','),
            Maker = new DraftMaker(map, "CSV file"),
            Clock = new HistoryClock(map.TimeFormat, map.Zone),
            Time = TimeOf(header, map),
            Device = map.DeviceColumn is null && header.IndexOf("device_id") < 0 ? DeviceOf(map) : "",
            DeviceColumn = map.DeviceColumn is null && map.Device is not null ? -1 : header.IndexOf(map.DeviceColumn ?? "device_id"),
            Width = header.Names.Count,
            Latitude = header.Optional(map.LatitudeColumn) is var latitude and >= 0 ? latitude : header.IndexOf("latitude"),
            Longitude = header.Optional(map.LongitudeColumn) is var longitude and >= 0 ? longitude : header.IndexOf("longitude"),
            Altitude = header.Optional(map.AltitudeColumn) is var altitude and >= 0 ? altitude : header.IndexOf("altitude"),
        };
        if (map.DeviceColumn is not null && plan.DeviceColumn < 0)
        {
            header.Required(map.DeviceColumn);
        }

        if ((plan.Latitude < 0) != (plan.Longitude < 0))
        {
            throw new StratumException("there is a column of latitude or of longitude alone; name both, or neither");
        }

        if (plan.DeviceColumn < 0 && map.Device is not null)
        {
            plan = plan with { Device = map.Device };
        }

        return isTyped ? Typed(header, map, plan) : Wide(header, map, plan);
    }

    private static string DeviceOf(HistoryMap map) =>
        map.Device ?? throw new StratumException(
            "a CSV file does not say which device it is of: name it with --device, or its column with device_column in a map");

    private static int[] TimeOf(TableHeader header, HistoryMap map)
    {
        if (map.TimeColumns.Count > 0)
        {
            return [.. map.TimeColumns.Select(header.Required)];
        }

        var found = TimeNames.Select(header.IndexOf).FirstOrDefault(static index => index >= 0, -1);
        return found >= 0
            ? [found]
            : throw new StratumException(
                $"which column is the time? Name it with --time-column; the header has {Excerpt.Of(string.Join(header.Delimiter, header.Names))}");
    }

    private static TablePlan Typed(TableHeader header, HistoryMap map, TablePlan plan)
    {
        var texts = new List<(int, TextField)>();
        for (var field = TextField.BoardModel; field <= TextField.Unit; field++)
        {
            if (field is not (TextField.DeviceId or TextField.ReadingType or TextField.Unit) && header.IndexOf(TextFields.NameOf(field)) is var index and >= 0)
            {
                texts.Add((index, field));
            }
        }

        return plan with
        {
            Type = header.Required(map.TypeColumn ?? "reading_type"),
            Value = header.Required(map.ValueColumn ?? "value"),
            Unit = map.UnitColumn is null ? header.IndexOf("unit") : header.Required(map.UnitColumn),
            ColumnOf = type => map.ColumnOf(type) ?? (map.Columns.Count == 0 ? new HistoryColumn(type, type) : null),
            Texts = texts,
        };
    }

    private static TablePlan Wide(TableHeader header, HistoryMap map, TablePlan plan)
    {
        if (map.Columns.Count == 0)
        {
            throw new StratumException(
                "what do the columns mean? Say it with --column NAME=reading_type:unit for each, or in a map (docs/IMPORT.md); "
                + $"the header has {Excerpt.Of(string.Join(header.Delimiter, header.Names))}");
        }

        var readings = map.Columns.Where(static column => column.ReadingType.Length > 0).Select(column => (header.Required(column.Name), column)).ToList();
        var used = new HashSet<int>(
            [.. readings.Select(static reading => reading.Item1), .. plan.Time, plan.DeviceColumn, plan.Latitude, plan.Longitude, plan.Altitude]);
        return plan with
        {
            Readings = readings,
            Unused = [.. header.Names.Where((name, index) => !used.Contains(index) && name.Length > 0)],
        };
    }
}
