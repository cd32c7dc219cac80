namespace Stratum.Core;

/// <summary>What is known of a reading type: its unit and the limits that validation uses. Never consulted for a signed observation's bytes.</summary>
public sealed record Quantity
{
    /// <summary>reading_type.</summary>
    public required string ReadingType { get; init; }

    /// <summary>Name for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The one unit that is signed.</summary>
    public required string Unit { get; init; }

    /// <summary>Decimals to which a converted value is rounded.</summary>
    public int Decimals { get; init; }

    /// <summary>CF standard name; "" when there is none.</summary>
    public string CfStandardName { get; init; } = "";

    /// <summary>UCUM code; "" when there is none.</summary>
    public string Ucum { get; init; } = "";

    /// <summary>A direction in degrees: 359 and 1 are neighbours.</summary>
    public bool Circular { get; init; }

    /// <summary>Impossible outside, in the open air; null when no limit is known.</summary>
    public ValueRange? Hard { get; init; }

    /// <summary>Unusual outside, in the open air.</summary>
    public ValueRange? Soft { get; init; }

    /// <summary>What differs in a room; null when nothing does but that climate says nothing there.</summary>
    public DeploymentLimits? Indoor { get; init; }

    /// <summary>What differs at a probe; null when only the hard limit is known.</summary>
    public DeploymentLimits? Probe { get; init; }

    /// <summary>Largest believable change between values a minute apart: suspect and fail.</summary>
    public StepLimit? StepPerMinute { get; init; }

    /// <summary>Largest believable change within an hour: suspect and fail.</summary>
    public StepLimit? StepPerHour { get; init; }

    /// <summary>Minimum change that a working sensor shows.</summary>
    public PersistenceLimit? Persistence { get; init; }

    /// <summary>How neighbours are compared; null when they are not.</summary>
    public SpatialRule? Spatial { get; init; }

    /// <summary>The most that it can count; null when it is no counter.</summary>
    public CounterLimit? Counter { get; init; }

    /// <summary>Impossible outside where the sensor is; null when no limit is known.</summary>
    public ValueRange? HardIn(Deployment deployment) => LimitsOf(deployment)?.Hard ?? Hard;

    /// <summary>Unusual outside where the sensor is: of the open air only there.</summary>
    public ValueRange? SoftIn(Deployment deployment) => deployment == Deployment.Outdoor ? Soft : LimitsOf(deployment)?.Soft;

    private DeploymentLimits? LimitsOf(Deployment deployment) => deployment switch
    {
        Deployment.Indoor => Indoor,
        Deployment.Probe => Probe,
        _ => null,
    };
}

/// <summary>A closed range; an end that is not limited is infinite.</summary>
public readonly record struct ValueRange(double Min, double Max)
{
    /// <summary>Whether the value lies inside, ends included.</summary>
    public bool Contains(double value) => value >= Min && value <= Max;
}

/// <summary>Largest believable change, in the quantity's unit.</summary>
public readonly record struct StepLimit(double Suspect, double Fail);

/// <summary>A sensor whose values stay within <paramref name="MinRange"/> for <paramref name="WindowMinutes"/> is stuck.</summary>
/// <param name="WindowMinutes">Length of the window.</param>
/// <param name="MinRange">Smallest believable range in the window.</param>
/// <param name="OnlyIf">A condition on the value in the words of the data file, or null.</param>
public sealed record PersistenceLimit(int WindowMinutes, double MinRange, string? OnlyIf);

/// <summary>How a quantity compares over space.</summary>
/// <param name="Mode">In the words of the data file: "additive", "log(x+1)", "compare via dew point", ...</param>
/// <param name="LapsePerMetre">Change with height, unit per metre; 0 when there is none.</param>
/// <param name="ScaleFloor">Smallest scale against which a difference is judged.</param>
/// <param name="RadiusKm">Radii from dense to sparse networks; empty when not given.</param>
public sealed record SpatialRule(string Mode, double LapsePerMetre, double ScaleFloor, IReadOnlyList<double> RadiusKm);
