using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Combines component scores as probabilities of being right: their product, each raised to its weight over its default weight.
/// A weighted sum would leave 0.5 to any value inside its limits, whatever the neighbours say; a product does not. What is not
/// assessed is left out of the product, and without neighbours the confidence has a ceiling: not assessed is not passed.
/// </summary>
internal struct ConfidenceCombiner(ValidationOptions options)
{
    /// <summary>The highest confidence of an observation that no neighbour was compared with (VALIDATION, section 3 item 2).</summary>
    public const double CeilingWithoutNeighbours = 0.8;

    /// <summary>Below this a value is more likely wrong than right.</summary>
    public const double SuspectBelow = 0.5;

    /// <summary>Below this a value is plainly wrong: nine of ten such values.</summary>
    public const double FailBelow = 0.1;

    private double _right = 1;
    private bool _hardFail;
    private double? _plausibility;
    private double? _spatial;
    private double? _temporal;
    private bool _assessed;
    private string[] _reasons = [];

    /// <summary>Takes one validator's finding.</summary>
    public void Add(string name, ValidatorResult result)
    {
        if (result.Reason is { Length: > 0 } reason)
        {
            _reasons = [.. _reasons, reason];
        }

        _hardFail |= result.HardFail;
        if (result.Score is not { } given || double.IsNaN(given))
        {
            return;
        }

        var score = Math.Clamp(given, 0, 1);
        _assessed = true;
        var exponent = 1.0;
        switch (name)
        {
            case ValidatorNames.Plausibility:
                _plausibility = score;
                exponent = options.PlausibilityWeight / ValidationOptions.DefaultPlausibilityWeight;
                break;
            case ValidatorNames.Spatial:
                _spatial = score;
                exponent = options.SpatialWeight / ValidationOptions.DefaultSpatialWeight;
                break;
            case ValidatorNames.Temporal:
                _temporal = score;
                exponent = options.TemporalWeight / ValidationOptions.DefaultTemporalWeight;
                break;
        }

        _right *= Math.Pow(score, exponent);
    }

    /// <summary>
    /// The whole score. The flag says what this value looks like; the confidence also how far its <paramref name="station"/> was right before.
    /// </summary>
    public readonly Assessment Result(double station = 1)
    {
        if (_hardFail)
        {
            return new Assessment(0, QualityFlag.Fail, _reasons) { Plausibility = _plausibility, Spatial = _spatial, Temporal = _temporal };
        }

        if (!_assessed)
        {
            return Assessment.NotEvaluated with { Reasons = _reasons };
        }

        var flag = _right < FailBelow ? QualityFlag.Fail : _right < SuspectBelow ? QualityFlag.Suspect : QualityFlag.Good;
        var confidence = _spatial is null ? Math.Min(_right, CeilingWithoutNeighbours) : _right;
        return new Assessment(confidence * station, flag, _reasons) { Plausibility = _plausibility, Spatial = _spatial, Temporal = _temporal };
    }
}
