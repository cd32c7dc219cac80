using System.Globalization;

namespace Stratum.Simulation.Mesh;

/// <summary>One measured number beside its target.</summary>
internal sealed record SimFigure(string Name, double Value, string Unit, double? Target = null, bool AtLeast = false, string Remark = "")
{
    public bool IsMet => Target is not { } target || (AtLeast ? Value >= target : Value <= target);

    public string ToRow() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Name} | {Value:0.######} {Unit} | {TargetText} | {(Target is null ? "" : IsMet ? "yes" : "NO")} | {Remark} |");

    public string ToJson()
    {
        var target = Target?.ToString("0.######", CultureInfo.InvariantCulture) ?? "null";
        var met = IsMet ? "true" : "false";
        return string.Create(
            CultureInfo.InvariantCulture, $$"""{"figure":"{{Name}}","value":{{Value:0.######}},"unit":"{{Unit}}","target":{{target}},"met":{{met}}}""");
    }

    private string TargetText => Target is not { } target ? "" : (AtLeast ? ">= " : "<= ") + target.ToString("0.######", CultureInfo.InvariantCulture);
}
