namespace Stratum.Core;

/// <summary>Something wrong in a [[sensors]] table, as the adapter of its kind sees it.</summary>
/// <param name="Key">The key below the table, with a colon between its parts ("url", "map:0:unit"), also of a key that is missing; "" for the table.</param>
/// <param name="Message">One line that names the table, the key, its value, what is accepted and what to do.</param>
public sealed record SettingProblem(string Key, string Message)
{
    /// <summary>The table works, but not as its writer may think.</summary>
    public bool IsWarning { get; init; }
}
