namespace Stratum.Ingest;

/// <summary>One token as it is stored: never the token itself.</summary>
public sealed record IngestToken
{
    /// <summary>What the operator calls it; unique.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token's text, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Unix seconds at which it was made.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>The device_ids that it may post for; each may end in <c>*</c>.</summary>
    public required IReadOnlyList<string> Devices { get; init; }
}
