using System.Globalization;
using System.Text;
using Stratum.Storage;

namespace Stratum.Benchmarks;

/// <summary>What an observation of the recorded fine-dust sensors costs on the disk, column by column, once its day has been merged.</summary>
internal static class SizeBenchmark
{
    private const string Details = "score details";
    private static readonly string[] Content = ["timestamps", "values", "places"];
    private static readonly string[] Station = ["station", "scores"];
    private const int Days = 2;

    public static async Task RunAsync(string directory, List<Figure> figures, List<string> notes)
    {
        Directory.CreateDirectory(directory);
        var rows = AberdeenRows.Read();
        var path = Path.Combine(directory, "store");
        await using (var store = BenchmarkStore.Open(path))
        {
            await BenchmarkStore.FillAsync(store, rows);
        }

        await using (var store = BenchmarkStore.Open(path))
        {
            await BenchmarkStore.MergedAsync(store, Days);
        }

        using var inspection = StoreInspection.Open(path, PhysicalFileSystem.Instance);
        var facts = inspection.Facts();
        double PerRow(Func<PartBytes, bool> chosen) => facts.Parts.Where(chosen).Sum(static part => part.Bytes) / (double)facts.Observations;
        var sqlite = Sqlite.IsPresent ? SqliteBytes(Path.Combine(directory, "sqlite.db"), rows) / rows.Count : double.NaN;
        figures.Add(new Figure("bytes per observation, aberdeen-pm", facts.TableBytes / (double)facts.Observations, "B", 68,
            Remark: string.Create(CultureInfo.InvariantCulture,
                $"{facts.Observations:N0} rows of {facts.Series} series, signature (64) included; SQLite {sqlite:0.0} B")));
        figures.Add(new Figure("bytes per observation, content columns", PerRow(static part => Content.Contains(part.Name)), "B", 2.3));
        figures.Add(new Figure("bytes per observation, station columns", PerRow(static part => Station.Contains(part.Name)), "B", 1.2));
        figures.Add(new Figure(
            "bytes per observation, components and reasons of scores", PerRow(static part => part.Name == Details), "B", Remark: "beyond STORE.md's list"));
        figures.Add(new Figure(
            "bytes per observation, overhead",
            PerRow(static part => part.Name is not ("signatures" or Details) && !Content.Contains(part.Name) && !Station.Contains(part.Name)), "B", 0.5));
        notes.Add(Columns(facts));
    }

    private static string Columns(StoreFacts facts)
    {
        var text = new StringBuilder("What one observation of aberdeen-pm costs on the disk:\n\n| part | bytes an observation |\n|---|---|\n");
        foreach (var part in facts.Parts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {part.Name} | {part.Bytes / (double)facts.Observations:0.000} |");
        }

        return text.ToString().TrimEnd();
    }

    private static double SqliteBytes(string path, List<Core.NewObservation> rows)
    {
        using var sqlite = new SqliteRows(path);
        sqlite.Append(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
        return sqlite.Bytes;
    }
}
