using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Stratum.Core;

/// <summary>
/// Reads one draft from a JSON object, strictly: every key must be known and appear once, every value must have its field's
/// type. The error names the field that is wrong, or "" when the text is not a JSON object.
/// </summary>
public static class DraftReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 8, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Reads the whole text as one draft.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out ObservationDraft? draft, [NotNullWhen(false)] out DraftError? error)
    {
        draft = null;
        var read = new ObservationDraft();
        var fields = new FieldSink(read);
        error = ObjectReader.Read(json, Options, ref fields);
        if (error is not null)
        {
            return false;
        }

        draft = read;
        return true;
    }

    // A number is one of five, everything else is text.
    private struct FieldSink(ObservationDraft draft) : IObjectFieldSink
    {
        private ulong _seen;

        public DraftError? Field(string name, ref Utf8JsonReader value)
        {
            var field = ObservationField.Find(name);
            if (field is not { } known)
            {
                return new DraftError(name, "is not a field of an observation");
            }

            if ((_seen & (1UL << known.Index)) != 0)
            {
                return new DraftError(name, "appears twice");
            }

            _seen |= 1UL << known.Index;
            if (value.TokenType == JsonTokenType.Null)
            {
                return null;
            }

            return known.Text is { } text ? ReadText(name, text, ref value) : ReadNumber(name, ref value);
        }

        private readonly DraftError? ReadText(string name, TextField field, ref Utf8JsonReader value)
        {
            var error = JsonFields.ReadText(name, ref value, out var text);
            draft[field] = text;
            return error;
        }

        private readonly DraftError? ReadNumber(string name, ref Utf8JsonReader value)
        {
            if (name is "timestamp" or "signing_payload_version")
            {
                var integerError = JsonFields.ReadInteger(name, ref value, out var integer);
                if (name == "timestamp")
                {
                    draft.Timestamp = integer;
                }
                else
                {
                    draft.PayloadVersion = integer;
                }

                return integerError;
            }

            var error = JsonFields.ReadDouble(name, ref value, out var number);
            switch (name)
            {
                case "value": draft.Value = number; break;
                case "latitude": draft.Latitude = number; break;
                case "longitude": draft.Longitude = number; break;
                default: draft.Altitude = number; break;
            }

            return error;
        }
    }
}
