namespace Stratum.Validation;

/// <summary>Heights as interpolation takes them.</summary>
internal static class Altitudes
{
    /// <summary>The altitude when it can be one on earth (Dead Sea shore to above any weather station), else null: a stranger may sign 1e308.</summary>
    public static double? Credible(double? altitude) => altitude is >= -500 and <= 9000 ? altitude : null;
}
