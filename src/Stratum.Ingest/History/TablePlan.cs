using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Which column of a table of text is what. Columns are numbered from 0; -1: there is none.</summary>
internal sealed record TablePlan
{
    public required HistoryFormat Format { get; init; }

    public required char Delimiter { get; init; }

    public required DraftMaker Maker { get; init; }

    public required HistoryClock Clock { get; init; }

    /// <summary>The time, or date and time of day.</summary>
    public required IReadOnlyList<int> Time { get; init; }

    /// <summary>device_id of rows, or what stands before that of <see cref="DeviceColumn"/>.</summary>
    public required string Device { get; init; }

    public int DeviceColumn { get; init; } = -1;

    public char DecimalMark { get; init; } = '.';

    public bool HasHeader { get; init; } = true;

    /// <summary>Columns that every row has: one with fewer was cut off. 0: rows may end early.</summary>
    public int Width { get; init; }

    public int Latitude { get; init; } = -1;

    public int Longitude { get; init; } = -1;

    public int Altitude { get; init; } = -1;

    /// <summary>Columns that are a quantity each.</summary>
    public IReadOnlyList<(int Index, HistoryColumn Column)> Readings { get; init; } = [];

    /// <summary>Columns of a table with one value a row.</summary>
    public int Type { get; init; } = -1;

    public int Value { get; init; } = -1;

    public int Unit { get; init; } = -1;

    /// <summary>What the text of <see cref="Type"/> measures, in which unit; null: nothing that is known.</summary>
    public Func<string, HistoryColumn?> ColumnOf { get; init; } = static type => new HistoryColumn(type, type);

    /// <summary>Columns that are signed as texts of their row's readings.</summary>
    public IReadOnlyList<(int Index, TextField Field)> Texts { get; init; } = [];

    /// <summary>A vane that does not turn says where the last wind came from: without wind there is no direction.</summary>
    public bool DropsCalmDirection { get; init; }

    /// <summary>Columns without a meaning.</summary>
    public IReadOnlyList<string> Unused { get; init; } = [];
}
