namespace Stratum.Ingest;

/// <summary>What the columns of a header are: by the user's map first, then by what the format knows.</summary>
internal static class ColumnMeanings
{
    public static (List<(int Index, HistoryColumn Column)> Readings, List<string> Unused) Of(
        TableHeader header, HistoryMap map, Func<string, HistoryColumn?> known)
    {
        foreach (var column in map.Columns)
        {
            header.Required(column.Name);
        }

        var readings = new List<(int, HistoryColumn)>();
        var unused = new List<string>();
        for (var i = 0; i < header.Names.Count; i++)
        {
            var column = map.ColumnOf(header.Names[i]) ?? known(header.Names[i]);
            if (column is null)
            {
                unused.Add(header.Names[i]);
            }
            else if (column.ReadingType.Length > 0)
            {
                readings.Add((i, column));
            }
        }

        return (readings, unused);
    }
}
