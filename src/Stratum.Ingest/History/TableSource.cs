using System.Runtime.CompilerServices;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Reads a table of text by its <see cref="TablePlan"/>: a line is a row, a cell that is wrong takes nothing else with it.</summary>
internal sealed class TableSource : TextSource
{
    /// <summary>Above what Ecowitt's header of all sensors has.</summary>
    public const int LineBytesMax = 64 * 1024;

    private readonly TablePlan _plan;
    private readonly DelimitedLine _cells;
    private readonly string _header;

    public TableSource(HistoryInput input, TablePlan plan, string header)
        : base(input, LineBytesMax)
    {
        (_plan, _header, _cells) = (plan, header, new DelimitedLine(plan.Delimiter));
        foreach (var name in plan.Unused)
        {
            LeaveOut($"column {name}");
        }
    }

    public override HistoryFormat Format => _plan.Format;

    public override async IAsyncEnumerable<HistoryEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entries = new List<HistoryEntry>();
        while (await NextAsync(cancellationToken).ConfigureAwait(false))
        {
            entries.Clear();
            ReadLine(entries);
            foreach (var entry in entries)
            {
                yield return entry;
            }
        }
    }

    private void ReadLine(List<HistoryEntry> entries)
    {
        if (LineError is { } error)
        {
            entries.Add(error);
            return;
        }

        var line = LineText;
        // Files that were joined have a header again.
        if (line.AsSpan().Trim().IsEmpty || (_plan.HasHeader && line.TrimEnd() == _header))
        {
            Rows--;
            return;
        }

        if ((_cells.Read(line) ?? WidthProblem()) is { } problem)
        {
            entries.Add(HistoryEntry.Refused(Number, "", problem));
        }
        else if (_plan.Clock.Read(TimeText(), out var timeError) is { } timestamp)
        {
            ReadRow(timestamp, entries);
        }
        else
        {
            entries.Add(new HistoryEntry(Number, null, default, timeError));
        }
    }

    private string? WidthProblem() => _cells.Count < _plan.Width
        ? $"has {_cells.Count} columns and should have {_plan.Width}: it was cut off"
        : null;

    private string TimeText() => _plan.Time.Count == 1 ? _cells[_plan.Time[0]] : $"{_cells[_plan.Time[0]]} {_cells[_plan.Time[1]]}";

    private void ReadRow(long timestamp, List<HistoryEntry> entries)
    {
        var first = entries.Count;
        var device = _plan.Device + (_plan.DeviceColumn < 0 ? "" : _cells[_plan.DeviceColumn]);
        if (_plan.Value >= 0)
        {
            ReadTyped(timestamp, device, entries);
        }

        foreach (var (index, column) in _plan.Readings)
        {
            ReadCell(timestamp, device, column, _cells[index], entries);
        }

        for (var i = first; i < entries.Count; i++)
        {
            if (entries[i].Draft is { } draft)
            {
                AddTexts(draft);
                AddPlace(draft);
            }
        }

        if (_plan.DropsCalmDirection)
        {
            CalmWind.Drop(entries, first);
        }
    }

    private void ReadTyped(long timestamp, string device, List<HistoryEntry> entries)
    {
        var type = _plan.Type < 0 ? "value" : _cells[_plan.Type];
        if (_plan.ColumnOf(type) is not { } column)
        {
            LeaveOut(type);
            return;
        }

        if (column.ReadingType.Length > 0)
        {
            var unit = _plan.Unit < 0 || _cells[_plan.Unit].Length == 0 ? column.Unit : _cells[_plan.Unit];
            ReadCell(timestamp, device, column with { Unit = UnitSpelling.Of(unit) }, _cells[_plan.Value], entries);
        }
    }

    private void ReadCell(long timestamp, string device, HistoryColumn column, string cell, List<HistoryEntry> entries)
    {
        switch (HistoryNumber.Read(cell, _plan.DecimalMark, out var value))
        {
            case CellKind.Missing:
                return;
            case CellKind.Wrong:
                entries.Add(HistoryEntry.Refused(Number, column.Name, $"is \"{Excerpt.Of(cell)}\", which is not a number"));
                return;
            default:
                if (_plan.Maker.Make(Number, timestamp, device, column, value) is { } entry)
                {
                    entries.Add(entry);
                }

                return;
        }
    }

    private void AddTexts(ObservationDraft draft)
    {
        foreach (var (index, field) in _plan.Texts)
        {
            if (_cells[index] is { Length: > 0 } text)
            {
                draft[field] ??= text;
            }
        }
    }

    // The row's own place before the map's.
    private void AddPlace(ObservationDraft draft)
    {
        if (_plan.Latitude >= 0 && HistoryNumber.Read(_cells[_plan.Latitude], _plan.DecimalMark, out var latitude) == CellKind.Number
            && HistoryNumber.Read(_cells[_plan.Longitude], _plan.DecimalMark, out var longitude) == CellKind.Number)
        {
            (draft.Latitude, draft.Longitude, draft.Altitude) = (latitude, longitude, null);
        }

        if (_plan.Altitude >= 0 && HistoryNumber.Read(_cells[_plan.Altitude], _plan.DecimalMark, out var altitude) == CellKind.Number)
        {
            draft.Altitude = altitude;
        }
    }
}
