namespace Stratum.Ingest;

/// <summary>What one line says. Only numeric fields are kept: strings and booleans are no readings.</summary>
internal sealed class InfluxPoint
{
    public string Measurement { get; set; } = "";

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public List<(string Name, double Value)> Fields { get; } = [];

    /// <summary>In the request's precision; null when the line has none.</summary>
    public long? Timestamp { get; set; }

    /// <summary>The first of these tags that is there and not empty.</summary>
    public string? Tag(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Tags.GetValueOrDefault(name) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }
}
