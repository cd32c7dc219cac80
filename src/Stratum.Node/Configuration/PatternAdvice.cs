namespace Stratum.Node.Configuration;

/// <summary>Patterns of device names that look like what they are not.</summary>
internal static class PatternAdvice
{
    /// <summary>What to say of a pattern; null when nothing speaks against it.</summary>
    public static string? Of(string pattern)
    {
        // A name of Home Assistant's, sensor.garden, has a full stop before what * stands for.
        var isEntity = pattern.StartsWith("sensor.", StringComparison.Ordinal) || pattern.StartsWith("binary_sensor.", StringComparison.Ordinal);
        var isExpression = pattern.StartsWith('^') || pattern.EndsWith('$') || pattern.AsSpan().IndexOfAny("\\[]|") >= 0
            || pattern.Contains(".+", StringComparison.Ordinal) || (pattern.Contains(".*", StringComparison.Ordinal) && !isEntity);
        return isExpression ? "looks like a regular expression; here * stands for any text and ? for one character, and all else for itself" : null;
    }
}
