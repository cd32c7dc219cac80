namespace Stratum.Core;

/// <summary>What was read of a signed observation's JSON, before anything is verified.</summary>
internal sealed class SignedFields
{
    private readonly string?[] _texts = new string?[TextFields.Count];

    public ulong Seen { get; set; }

    public long PayloadVersion { get; set; }

    public long Timestamp { get; set; }

    public double Value { get; set; }

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    public double? Altitude { get; set; }

    public Signature? Signature { get; set; }

    public NodeId? PublicKey { get; set; }

    public string? NodeIdText { get; set; }

    public string? ReadingIdText { get; set; }

    public string? ContentIdText { get; set; }

    public string? LineHashText { get; set; }

    public string? this[TextField field]
    {
        set => _texts[(int)field] = value;
    }

    public DraftError? MissingField()
    {
        // What a newer version carries is not known here; its number is what its refusal names.
        if (PayloadVersion > PayloadVersions.Newest)
        {
            return new DraftError("signing_payload_version", $"is {PayloadVersion}; the newest that this program knows is {PayloadVersions.Newest}");
        }

        foreach (var name in ObservationField.Names)
        {
            if ((Seen & (1UL << ObservationField.Find(name)!.Value.Index)) == 0)
            {
                return new DraftError(name, "is missing; a signed observation carries every canonical field");
            }
        }

        if (Latitude.HasValue != Longitude.HasValue)
        {
            return new DraftError("latitude", "and longitude come together or not at all");
        }

        return Signature is null ? new DraftError("signature", "is missing")
            : PublicKey is null ? new DraftError("public_key", "is missing")
            : null;
    }

    public Observation ToObservation()
    {
        // A version that no int holds is newer than every known one.
        var version = (int)Math.Clamp(PayloadVersion, int.MinValue, int.MaxValue);
        return new Observation(
            new Series(PublicKey!.Value, version, _texts!),
            Timestamp,
            Value,
            Latitude is { } latitude ? new GeoPoint(latitude, Longitude!.Value) : null,
            Altitude);
    }

    public DraftError? CheckIds(SignedObservation verified)
    {
        if (NodeIdText is not null && NodeIdText != verified.Series.Signer.ToString())
        {
            return new DraftError("node_id", "is not the base32 form of public_key");
        }

        if (ReadingIdText is not null && ReadingIdText != CanonicalForm.ReadingIdOf(verified.Observation).ToString())
        {
            return new DraftError("reading_id", "does not follow from the fields");
        }

        return ContentIdText is null || ContentIdText == verified.ContentId.ToString()
            ? null
            : new DraftError("content_id", "does not follow from the canonical bytes and the key");
    }
}
