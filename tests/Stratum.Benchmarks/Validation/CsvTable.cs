namespace Stratum.Benchmarks;

/// <summary>Plain comma-separated files without quotes, as the data sets are.</summary>
internal static class CsvTable
{
    /// <summary>The rows after the first line; the first line is a heading or a comment.</summary>
    public static List<string[]> Read(string path, out string heading)
    {
        using var lines = File.ReadLines(path).GetEnumerator();
        heading = lines.MoveNext() ? lines.Current : "";
        var rows = new List<string[]>();
        while (lines.MoveNext())
        {
            if (lines.Current.Length > 0 && lines.Current[0] != '#')
            {
                rows.Add(lines.Current.Split(','));
            }
        }

        return rows;
    }
}
