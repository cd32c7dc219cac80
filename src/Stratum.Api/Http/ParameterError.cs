namespace Stratum.Api;

/// <summary>One wrong query parameter.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Value">What was given, cut to a length that can be shown; null when it is missing.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Accepted">What would be right.</param>
internal readonly record struct ParameterError(string Parameter, string? Value, string Reason, string Accepted)
{
    /// <summary>One sentence for people.</summary>
    public override string ToString() => Value is null
        ? $"{Parameter} {Reason}; accepted: {Accepted}"
        : $"{Parameter}=\"{Value}\" {Reason}; accepted: {Accepted}";
}
