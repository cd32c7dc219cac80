using Stratum.Core;

namespace Stratum.Validation;

/// <summary>In which terms values of a quantity are compared between places.</summary>
internal enum ComparisonMode
{
    /// <summary>Not at all: what one place says of it says nothing about the next.</summary>
    None,

    /// <summary>As they are, with a change by height.</summary>
    Additive,

    /// <summary>As log(x + 1): particle counts differ by factors.</summary>
    Logarithmic,

    /// <summary>As directions, weighted with wind speed.</summary>
    Circular,

    /// <summary>As the dew point that follows from humidity and temperature.</summary>
    DewPoint,

    /// <summary>As the sea-level pressure that follows from height and temperature.</summary>
    SeaLevelPressure,

    /// <summary>Only zero while others are not, and many times the others.</summary>
    Event,
}

/// <summary>Reads the registry's words for a mode.</summary>
internal static class ComparisonModes
{
    /// <summary>The mode of a rule; <see cref="ComparisonMode.None"/> for words that are not known.</summary>
    public static ComparisonMode Of(SpatialRule? rule) => rule?.Mode switch
    {
        "additive" => ComparisonMode.Additive,
        "log(x+1)" => ComparisonMode.Logarithmic,
        "circular, weight by speed" => ComparisonMode.Circular,
        "compare via dew point" => ComparisonMode.DewPoint,
        "reduce to sea level first" => ComparisonMode.SeaLevelPressure,
        "sqrt or none" or "event check only" => ComparisonMode.Event,
        _ => ComparisonMode.None,
    };
}
