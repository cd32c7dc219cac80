namespace Stratum.Core;

/// <summary>How one signing payload version turns an observation into the bytes that are signed.</summary>
internal interface IPayloadVersion
{
    /// <summary>A buffer of this size always suffices.</summary>
    int MaxBytes(Observation observation);

    /// <summary>Writes the canonical bytes; returns their number.</summary>
    int Write(Observation observation, Span<byte> destination);

    /// <summary>Null when every field keeps the version's rules, otherwise the first that does not.</summary>
    DraftError? Check(Observation observation);
}
