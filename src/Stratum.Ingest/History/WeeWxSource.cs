using System.Runtime.CompilerServices;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>WeeWX's database: table archive, a row an interval, dateTime its end in Unix seconds, usUnits its unit system.</summary>
internal sealed class WeeWxSource : HistorySource
{
    /// <summary>How an SQLite file begins.</summary>
    public static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    private static readonly string[] Structure = ["dateTime", "usUnits", "interval"];

    private readonly SqliteTable _table;
    private readonly HistoryMap _map;
    private readonly DraftMaker _maker;
    private readonly int _time;
    private readonly int _units;
    private readonly long _first;
    private readonly long _last;
    private readonly Dictionary<string, HistoryColumn?[]> _columns = [];
    private long _at;

    public WeeWxSource(string path, HistoryMap map)
    {
        (_map, _table) = (map, new SqliteTable(path, "archive"));
        try
        {
            // Means of all packets of an interval come with all the digits of a double.
            _maker = new DraftMaker(map, "WeeWX archive") { DropsSentinels = true, RoundsAlways = true };
            (_time, _units) = (Required("dateTime"), Required("usUnits"));
            foreach (var column in map.Columns)
            {
                Required(column.Name);
            }

            _first = _at = _table.Scalar("SELECT min(dateTime) FROM archive") ?? 0;
            _last = _table.Scalar("SELECT max(dateTime) FROM archive") ?? 0;
        }
        catch
        {
            _table.Dispose();
            throw;
        }
    }

    public override HistoryFormat Format => HistoryFormat.WeeWx;

    public override long Done => Math.Max(0, _at - _first);

    public override long Total => Math.Max(0, _last - _first);

    public override async IAsyncEnumerable<HistoryEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entries = new List<HistoryEntry>();
        while (ReadRow(entries))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in entries)
            {
                yield return entry;
            }

            await ValueTask.CompletedTask.ConfigureAwait(false);
        }

        foreach (var entry in entries)
        {
            yield return entry;
        }
    }

    protected override void Dispose(bool disposing) => _table.Dispose();

    private int Required(string name)
    {
        for (var i = 0; i < _table.Columns.Count; i++)
        {
            if (_table.Columns[i] == name)
            {
                return i;
            }
        }

        throw new StratumException($"table archive has no column \"{Excerpt.Of(name)}\"");
    }

    // False at the end, or where the file is damaged: what could be read before was given.
    private bool ReadRow(List<HistoryEntry> entries)
    {
        entries.Clear();
        try
        {
            if (!_table.Read())
            {
                return false;
            }
        }
        catch (StratumException e)
        {
            entries.Add(HistoryEntry.Refused(Rows + 1, "", $"cannot be read, nor can what follows: {e.Message}"));
            return false;
        }

        Rows++;
        if (_table.Integer(_time) is not { } timestamp)
        {
            entries.Add(HistoryEntry.Refused(Rows, "dateTime", "is not a whole number"));
            return true;
        }

        _at = timestamp;
        if (_table.Integer(_units) is not { } number || WeeWxColumns.SystemOf(number) is not { } system)
        {
            entries.Add(HistoryEntry.Refused(Rows, "usUnits", "is none of 1 (US), 16 (METRIC) and 17 (METRICWX): the units of the row are not known"));
            return true;
        }

        AddReadings(timestamp, ColumnsIn(system), entries);
        CalmWind.Drop(entries, 0);
        return true;
    }

    private void AddReadings(long timestamp, HistoryColumn?[] columns, List<HistoryEntry> entries)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (_table.Number(i) is not { } value)
            {
                continue;
            }

            if (columns[i] is not { } column)
            {
                LeaveOut($"column {_table.Columns[i]}");
            }
            else if (column.ReadingType.Length > 0 && _maker.Make(Rows, timestamp, _map.Device ?? "weewx", column, value) is { } entry)
            {
                entries.Add(entry);
            }
        }
    }

    private HistoryColumn?[] ColumnsIn(string system)
    {
        if (!_columns.TryGetValue(system, out var columns))
        {
            columns = [.. _table.Columns.Select(name => ColumnOf(name, system))];
            _columns.Add(system, columns);
        }

        return columns;
    }

    private HistoryColumn? ColumnOf(string name, string system)
    {
        var known = WeeWxColumns.Find(name, system);
        return _map.ColumnOf(name) is { } mapped ? mapped with { Unit = mapped.Unit.Length > 0 ? mapped.Unit : known?.Unit ?? "" }
            : Structure.Contains(name) ? new HistoryColumn(name, "")
            : known;
    }
}
