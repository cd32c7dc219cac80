namespace Stratum.Api;

/// <summary>The columns of an observation that are not text fields of the signed form.</summary>
internal enum ObservationColumn
{
    /// <summary>A text field of the signed form.</summary>
    Text,
    Altitude,
    Latitude,
    Longitude,
    SigningPayloadVersion,
    Timestamp,
    Value,
    ReadingId,
    ContentId,
    Signature,
    PublicKey,
    NodeId,
    KeyVersion,
    Witnesses,
    ReceivedAt,
    ReceivedVia,
    TimeSource,
    Confidence,
    Flag,
    Reasons,
}
