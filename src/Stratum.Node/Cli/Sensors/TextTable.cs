using System.Text;

namespace Stratum.Node.Cli.Sensors;

/// <summary>Columns that stand below each other.</summary>
internal sealed class TextTable(params string[] heads)
{
    // Longer than any name that people give; what strangers send must not push a screen away.
    private const int CellMax = 48;

    private readonly List<string[]> _rows = [heads];

    /// <summary>Adds a row of as many cells as there are heads.</summary>
    public void Add(params string[] cells) => _rows.Add([.. cells.Select(cell => cell.Length > CellMax ? cell[..CellMax] + "..." : cell)]);

    /// <summary>Writes heads and rows, each as wide as its longest cell.</summary>
    public void WriteTo(StringBuilder text)
    {
        var widths = Enumerable.Range(0, heads.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
