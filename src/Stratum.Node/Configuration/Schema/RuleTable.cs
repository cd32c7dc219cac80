using Stratum.Core;

namespace Stratum.Node.Configuration;

/// <summary>What [[sensors]] and [[sensors.device]] have in common, while it is read.</summary>
internal sealed record RuleTable
{
    private static readonly Dictionary<string, decimal> NoNumbers = [];
    private static readonly Dictionary<TextField, string> NoTexts = [];

    /// <summary>Default position.</summary>
    public GeoPoint? Position { get; init; }

    /// <summary>Default altitude, metres.</summary>
    public double? Altitude { get; init; }

    /// <summary>Decimals of the place that are signed.</summary>
    public int? PositionDecimals { get; init; }

    /// <summary>outdoor, indoor, probe, or empty.</summary>
    public string Deployment { get; init; } = "";

    /// <summary>Signed texts.</summary>
    public IReadOnlyDictionary<TextField, string> Texts { get; init; } = NoTexts;

    /// <summary>Added to values, by quantity.</summary>
    public IReadOnlyDictionary<string, decimal> Offsets { get; init; } = NoNumbers;

    /// <summary>Factors of values, by quantity.</summary>
    public IReadOnlyDictionary<string, decimal> Scales { get; init; } = NoNumbers;

    /// <summary>deployment_type as it is signed; null for the adapter's own word.</summary>
    public string? DeploymentType => Deployment.Length > 0 ? Deployment.ToUpperInvariant() : null;

    /// <summary>Offsets and scales together.</summary>
    public IReadOnlyDictionary<string, ValueCorrection> Corrections => Offsets.Keys.Union(Scales.Keys).ToDictionary(
        name => name, name => new ValueCorrection(Scales.GetValueOrDefault(name, 1), Offsets.GetValueOrDefault(name)), StringComparer.Ordinal);

    /// <summary>The same with a text; an empty one is none.</summary>
    public RuleTable WithText(TextField field, string text)
    {
        var texts = new Dictionary<TextField, string>(Texts);
        if (text.Length > 0)
        {
            texts[field] = text;
        }

        return this with { Texts = texts };
    }
}
