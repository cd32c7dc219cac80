using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>The first line of a table of text, taken apart.</summary>
internal sealed class TableHeader
{
    private static readonly char[] Delimiters = [';', '\t', ','];

    public TableHeader(string line, char? delimiter)
    {
        Line = line.TrimEnd();
        Delimiter = delimiter ?? Delimiters.MaxBy(candidate => Line.Count(character => character == candidate));
        var cells = new DelimitedLine(Delimiter);
        if (cells.Read(Line) is { } problem)
        {
            throw new StratumException($"the header line {problem}");
        }

        Names = [.. Enumerable.Range(0, cells.Count).Select(index => cells[index])];
    }

    public string Line { get; }

    public char Delimiter { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Where a column stands; -1 when there is none. Letter case counts only between columns that differ by it alone.</summary>
    public int IndexOf(string name)
    {
        var loose = -1;
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name)
            {
                return i;
            }

            loose = loose < 0 && string.Equals(Names[i], name, StringComparison.OrdinalIgnoreCase) ? i : loose;
        }

        return loose;
    }

    /// <summary>The same for a column that the user named: throws when it is not there.</summary>
    public int Required(string name) => IndexOf(name) is var index and >= 0
        ? index
        : throw new StratumException($"there is no column \"{Excerpt.Of(name)}\"; the header has {Excerpt.Of(string.Join(Delimiter, Names))}");

    /// <inheritdoc cref="Required"/>
    public int Optional(string? name) => name is null ? -1 : Required(name);
}
