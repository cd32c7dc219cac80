namespace Stratum.Ingest;

/// <summary>The cells of one line (RFC 4180, but a cell does not go over the end of the line).</summary>
internal sealed class DelimitedLine(char delimiter)
{
    /// <summary>WeeWX's and Ecowitt's widest files have some hundred columns.</summary>
    public const int CellsMax = 1024;

    private readonly List<string> _cells = [];

    public int Count => _cells.Count;

    public string this[int index] => (uint)index < (uint)_cells.Count ? _cells[index] : "";

    /// <summary>Takes the line apart; returns what is wrong with it, or null.</summary>
    public string? Read(string line)
    {
        _cells.Clear();
        var at = 0;
        while (true)
        {
            if (_cells.Count == CellsMax)
            {
                return $"has more than {CellsMax} columns";
            }

            if (at < line.Length && line[at] == '"')
            {
                if (!ReadQuoted(line, ref at))
                {
                    return "has a quote without its end";
                }
            }
            else
            {
                var end = line.IndexOf(delimiter, at);
                end = end < 0 ? line.Length : end;
                _cells.Add(line[at..end].Trim());
                at = end;
            }

            if (at >= line.Length)
            {
                return null;
            }

            if (line[at] != delimiter)
            {
                return "has text behind a closing quote";
            }

            at++;
        }
    }

    private bool ReadQuoted(string line, ref int at)
    {
        var start = at + 1;
        var end = start;
        while (true)
        {
            end = line.IndexOf('"', end);
            if (end < 0)
            {
                return false;
            }

            if (end + 1 >= line.Length || line[end + 1] != '"')
            {
                break;
            }

            end += 2;
        }

        _cells.Add(line[start..end].Replace("\"\"", "\"", StringComparison.Ordinal));
        at = end + 1;
        return true;
    }
}
