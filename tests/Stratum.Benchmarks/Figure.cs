using System.Globalization;

namespace Stratum.Benchmarks;

/// <summary>A measured figure beside what it should be. A target is an upper bound, or a lower one for ratios that should be high.</summary>
internal sealed record Figure(string Name, double Value, string Unit, double Target, bool IsLowerBound = false)
{
    public bool IsMet => IsLowerBound ? Value >= Target : Value <= Target;

    /// <summary>All figures as a table, then each as a line of JSON.</summary>
    public static void Print(IReadOnlyList<Figure> figures, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("| figure | value | target | met |");
        output.WriteLine("|---|---|---|---|");
        foreach (var figure in figures)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {figure.Name} | {figure.Value:0.###} {figure.Unit} | {(figure.IsLowerBound ? ">=" : "<=")} {figure.Target:0.###} | {(figure.IsMet ? "yes" : "no")} |"));
        }

        output.WriteLine();
        foreach (var figure in figures)
        {
            var met = figure.IsMet ? "true" : "false";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"figure\":\"{figure.Name}\",\"value\":{figure.Value:0.####},\"unit\":\"{figure.Unit}\",\"target\":{figure.Target:0.####},\"met\":{met}}}"));
        }
    }
}
