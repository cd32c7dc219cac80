using System.Globalization;

namespace Stratum.Benchmarks;

/// <summary>One measured number beside its target.</summary>
/// <param name="Name">What was measured, in words that stay the same from run to run.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit; "x" is a ratio to SQLite.</param>
/// <param name="Target">What it should be; null when there is no target.</param>
/// <param name="AtLeast">Whether more is better.</param>
/// <param name="Remark">Both sides of a ratio, or what was measured.</param>
internal sealed record Figure(string Name, double Value, string Unit, double? Target = null, bool AtLeast = false, string Remark = "")
{
    public bool IsMet => Target is not { } target || (AtLeast ? Value >= target : Value <= target);

    public string TargetText => Target is not { } target ? "" : (AtLeast ? ">= " : "<= ") + target.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>One line for programs.</summary>
    public string ToJson() => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"figure":"{{Name}}","value":{{Value:0.####}},"unit":"{{Unit}}","target":{{JsonTarget}},"met":{{(IsMet ? "true" : "false")}}}""");

    private string JsonTarget => Target?.ToString("0.###", CultureInfo.InvariantCulture) ?? "null";
}
