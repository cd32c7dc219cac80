using System.Text.Json;

namespace Stratum.Core;

/// <summary>Sorts the members of a signed observation's JSON into <see cref="SignedFields"/>.</summary>
internal readonly struct SignedFieldSink(SignedFields fields) : IObjectFieldSink
{
    // The envelope members that are read; their bits follow those of the canonical fields.
    private static readonly string[] Envelope = ["signature", "public_key", "node_id", "reading_id", "content_id", ObservationJson.LineHashName];

    public DraftError? Field(string name, ref Utf8JsonReader value)
    {
        var canonical = ObservationField.Find(name);
        var index = canonical?.Index ?? ObservationField.Count + Array.IndexOf(Envelope, name);
        if (index < ObservationField.Count && canonical is null)
        {
            value.Skip();
            return null;
        }

        if ((fields.Seen & (1UL << index)) != 0)
        {
            return new DraftError(name, "appears twice");
        }

        fields.Seen |= 1UL << index;
        return canonical is null ? ReadEnvelope(name, ref value)
            : canonical.Value.Text is { } text ? ReadText(name, text, ref value)
            : ReadNumber(name, ref value);
    }

    private DraftError? ReadText(string name, TextField field, ref Utf8JsonReader value)
    {
        var error = JsonFields.ReadText(name, ref value, out var text);
        fields[field] = text;
        return error;
    }

    private DraftError? ReadNumber(string name, ref Utf8JsonReader value)
    {
        if (name is "timestamp" or "signing_payload_version")
        {
            var integerError = JsonFields.ReadInteger(name, ref value, out var integer);
            (fields.Timestamp, fields.PayloadVersion) = name == "timestamp" ? (integer, fields.PayloadVersion) : (fields.Timestamp, integer);
            return integerError;
        }

        if (value.TokenType == JsonTokenType.Null && name != "value")
        {
            return null;
        }

        var error = JsonFields.ReadDouble(name, ref value, out var number);
        switch (name)
        {
            case "value": fields.Value = number; break;
            case "latitude": fields.Latitude = number; break;
            case "longitude": fields.Longitude = number; break;
            default: fields.Altitude = number; break;
        }

        return error;
    }

    private DraftError? ReadEnvelope(string name, ref Utf8JsonReader value)
    {
        if (JsonFields.ReadText(name, ref value, out var text) is { } error)
        {
            return error;
        }

        switch (name)
        {
            case "signature":
                var isHex = Core.Signature.TryParseHex(text, out var signature);
                fields.Signature = signature;
                return isHex ? null : new DraftError(name, "is not 128 hexadecimal digits");
            case "public_key":
                Span<byte> key = stackalloc byte[Hash256.Size];
                // Base64 leaves two bits of its last character unused: only the spelling with zeros is the key's.
                var isKey = text!.Length == 44 && Convert.TryFromBase64String(text, key, out var written) && written == Hash256.Size
                    && Convert.ToBase64String(key) == text;
                fields.PublicKey = isKey ? new NodeId(new Hash256(key)) : null;
                return isKey ? null : new DraftError(name, "is not the base64 form of 32 bytes");
            case "node_id": fields.NodeIdText = text; return null;
            case "reading_id": fields.ReadingIdText = text; return null;
            case "content_id": fields.ContentIdText = text; return null;
            default: fields.LineHashText = text; return null;
        }
    }
}
