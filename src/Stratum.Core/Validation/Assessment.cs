namespace Stratum.Core;

/// <summary>The score of one observation at this node. Kept beside the observation, recomputable, never signed and never sent to peers.</summary>
/// <param name="Confidence">0 (certainly wrong) .. 1 (nothing speaks against it).</param>
/// <param name="Flag">QARTOD flag.</param>
/// <param name="Reasons">What a person should know, for instance "4.8 degC above 23 neighbours within 12 km".</param>
public sealed record Assessment(double Confidence, QualityFlag Flag, IReadOnlyList<string> Reasons)
{
    /// <summary>Not scored yet: flag 2, confidence 0.5.</summary>
    public static readonly Assessment NotEvaluated = new(0.5, QualityFlag.NotEvaluated, []);

    /// <summary>Component score 0..1 of the plausibility validator; null when not assessed.</summary>
    public double? Plausibility { get; init; }

    /// <summary>Component score 0..1 of the spatial validator; null when not assessed.</summary>
    public double? Spatial { get; init; }

    /// <summary>Component score 0..1 of the temporal validator; null when not assessed.</summary>
    public double? Temporal { get; init; }
}
