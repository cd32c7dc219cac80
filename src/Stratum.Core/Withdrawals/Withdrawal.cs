namespace Stratum.Core;

/// <summary>
/// A signer's word that observations of its own are not to be used: a device stood in a wrong place, was another sensor than said. What was
/// signed stays signed and provable; it is marked, and no longer counts.
/// </summary>
public sealed record Withdrawal
{
    /// <summary>The only version there is.</summary>
    public const int Version = 1;

    /// <summary>Most characters of <see cref="Reason"/>.</summary>
    public const int ReasonCharactersMax = 256;

    /// <summary>device_id of the observations, whole; "" in a statement that takes an earlier one back.</summary>
    public string DeviceId { get; init; } = "";

    /// <summary>One quantity, or "" for all of the device.</summary>
    public string ReadingType { get; init; } = "";

    /// <summary>Unix seconds of the first observation that is withdrawn.</summary>
    public long From { get; init; }

    /// <summary>Unix seconds behind the last; at most <see cref="IssuedAt"/>: what is to come cannot be withdrawn.</summary>
    public long To { get; init; }

    /// <summary>Unix seconds at which it was said.</summary>
    public required long IssuedAt { get; init; }

    /// <summary>Why, for people; may be "".</summary>
    public string Reason { get; init; } = "";

    /// <summary>The id of an earlier statement of the same signer that this one takes back; null in a withdrawal.</summary>
    public Hash256? Restores { get; init; }

    /// <summary>Whether an observation of that signer is among what is withdrawn.</summary>
    public bool Covers(string deviceId, string readingType, long timestamp) =>
        timestamp >= From && timestamp < To && DeviceId == deviceId && (ReadingType.Length == 0 || ReadingType == readingType);
}
