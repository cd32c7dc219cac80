namespace Stratum.Validation;

/// <summary>How a history is written.</summary>
public enum ReplayFormat
{
    /// <summary>NDJSON when the first character is an opening brace, else CSV.</summary>
    Detect,

    /// <summary>One JSON object a line with the canonical field names; other members are passed over, so that exports can be replayed.</summary>
    Ndjson,

    /// <summary>A heading of canonical field names in any order, then one row an observation.</summary>
    Csv,
}
