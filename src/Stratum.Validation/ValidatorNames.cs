namespace Stratum.Validation;

/// <summary>Names of the validators that the pipeline knows by weight and shows as component scores.</summary>
public static class ValidatorNames
{
    /// <summary>Limits that hold without any other station.</summary>
    public const string Plausibility = "plausibility";

    /// <summary>Comparison with neighbours.</summary>
    public const string Spatial = "spatial";

    /// <summary>Comparison with the series' own past.</summary>
    public const string Temporal = "temporal";

    /// <summary>Whether the name is one of the three.</summary>
    public static bool IsStandard(string name) => name is Plausibility or Spatial or Temporal;
}
