using System.Runtime.CompilerServices;

namespace Stratum.Ingest;

/// <summary>
/// Results of InfluxDB queries as CSV: annotated CSV of version 2 with one value a row or pivoted (several tables, each with annotations and a
/// header), and version 1's <c>influx -format csv</c> (<c>name,tags,time,field,...</c>).
/// </summary>
internal sealed class InfluxCsvSource(HistoryInput input, HistoryMap map) : TextSource(input, TableSource.LineBytesMax)
{
    private static readonly string[] Structure =
        ["", "result", "table", "_start", "_stop", "_time", "_measurement", "_field", "_value", "name", "tags", "time"];

    private readonly DraftMaker _maker = new(map, "InfluxDB");
    private readonly InfluxNames _names = new(map);
    private readonly HistoryClock _clock = new(map.TimeFormat, map.Zone);
    private readonly DelimitedLine _cells = new(',');
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private string[] _header = [];
    private string[] _defaults = [];
    private string[] _types = [];
    private bool _expectsHeader = true;

    public override HistoryFormat Format => HistoryFormat.InfluxCsv;

    public override async IAsyncEnumerable<HistoryEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entries = new List<HistoryEntry>();
        while (await NextAsync(cancellationToken).ConfigureAwait(false))
        {
            entries.Clear();
            Read(entries);
            foreach (var entry in entries)
            {
                yield return entry;
            }
        }
    }

    private void Read(List<HistoryEntry> entries)
    {
        if (LineError is { } error)
        {
            entries.Add(error);
            return;
        }

        var line = LineText;
        if (line.AsSpan().Trim().IsEmpty)
        {
            // The next table has a header of its own; version 1 puts no line between tables.
            (_expectsHeader, _defaults, _types) = (true, [], []);
            Rows--;
        }
        else if (_cells.Read(line) is { } problem)
        {
            entries.Add(HistoryEntry.Refused(Number, "", problem));
        }
        else if (line[0] == '#')
        {
            ReadAnnotation();
        }
        else if (_expectsHeader || IsHeaderOfVersion1())
        {
            ReadHeader();
        }
        else if (_cells.Count != _header.Length)
        {
            entries.Add(HistoryEntry.Refused(Number, "", $"has {_cells.Count} columns and should have {_header.Length}: it was cut off"));
        }
        else
        {
            ReadRow(entries);
        }
    }

    private void ReadAnnotation()
    {
        Rows--;
        _expectsHeader = true;
        switch (_cells[0])
        {
            case "#default":
                _defaults = Cells();
                break;
            case "#datatype":
                _types = Cells();
                break;
            default:
                // #group: which columns make a table.
                break;
        }
    }

    private bool IsHeaderOfVersion1() => _cells[0] == "name" && (_cells[1] == "time" || _cells[2] == "time");

    private string[] Cells() => [.. Enumerable.Range(0, _cells.Count).Select(index => _cells[index])];

    private void ReadHeader()
    {
        Rows--;
        _header = Cells();
        _expectsHeader = false;
        _columns.Clear();
        for (var i = 0; i < _header.Length; i++)
        {
            _columns.TryAdd(_header[i], i);
        }
    }

    private string? Cell(string name)
    {
        if (!_columns.TryGetValue(name, out var index))
        {
            return null;
        }

        var cell = _cells[index];
        return cell.Length == 0 && index < _defaults.Length ? _defaults[index] : cell;
    }

    private void ReadRow(List<HistoryEntry> entries)
    {
        var measurement = Cell("_measurement") ?? Cell("name") ?? "";
        if (Cell("error") is { Length: > 0 } failure && Cell("_value") is null && measurement.Length == 0)
        {
            entries.Add(HistoryEntry.Refused(Number, "error", $"is a failed query's answer: {Excerpt.Of(failure)}"));
            return;
        }

        if (_clock.Read(Cell("_time") ?? Cell("time"), out var timeError) is not { } timestamp)
        {
            entries.Add(new HistoryEntry(Number, null, default, timeError));
            return;
        }

        var device = _names.DeviceOf(Tag);
        if (Cell("_field") is { } field)
        {
            Add(timestamp, device, measurement, field, Cell("_value") ?? "", entries);
            return;
        }

        for (var i = 0; i < _header.Length; i++)
        {
            if (IsField(i))
            {
                Add(timestamp, device, measurement, _header[i], _cells[i], entries);
            }
        }
    }

    // Tags of version 2 are columns, those of version 1 stand together: host=a,room=b.
    private string? Tag(string name)
    {
        if (Cell("tags") is not { Length: > 0 } tags)
        {
            return Cell(name);
        }

        foreach (var range in tags.AsSpan().Split(','))
        {
            var pair = tags.AsSpan(range);
            if (pair.StartsWith(name, StringComparison.Ordinal) && pair.Length > name.Length && pair[name.Length] == '=')
            {
                return pair[(name.Length + 1)..].ToString();
            }
        }

        return Cell(name);
    }

    private bool IsField(int index) => !Structure.Contains(_header[index])
        && (index >= _types.Length || _types[index] is "double" or "long" or "unsignedLong");

    private void Add(long timestamp, string device, string measurement, string field, string cell, List<HistoryEntry> entries)
    {
        if (_names.Find(measurement, field, Tag("unit")) is not { } column)
        {
            LeaveOut($"{measurement}.{field}");
            return;
        }

        switch (HistoryNumber.Read(cell, '.', out var value))
        {
            case CellKind.Number when _maker.Make(Number, timestamp, device, column, value) is { } entry:
                entries.Add(entry);
                break;
            case CellKind.Wrong:
                entries.Add(HistoryEntry.Refused(Number, column.Name, $"is \"{Excerpt.Of(cell)}\", which is not a number"));
                break;
            default:
                break;
        }
    }
}
