using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Stratum.Core;

/// <summary>
/// Reads and verifies one signed observation in JSON: an object of /series, a line of an export. Ignores keys that it does not
/// know, but every canonical field must be there, every id must match, and a line hash must match where there is one.
/// </summary>
public static class SignedObservationReader
{
    // What newer versions may add is skipped, to this depth.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Reads one line without its line feed.</summary>
    /// <param name="line">UTF-8 JSON.</param>
    /// <param name="checkLine">Also check the line hash; false for observations that were taken out of another document.</param>
    /// <param name="verified">The observation when everything is right.</param>
    /// <param name="error">Field and reason otherwise; the field "signature" when only the signature is wrong.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> line, bool checkLine, [NotNullWhen(true)] out SignedObservation? verified, [NotNullWhen(false)] out DraftError? error)
    {
        verified = null;
        var fields = new SignedFields();
        var sink = new SignedFieldSink(fields);
        error = ObjectReader.Read(line, Options, ref sink) ?? fields.MissingField();
        error ??= checkLine ? LineHash.Check(line, fields) : null;
        if (error is not null)
        {
            return false;
        }

        var observation = fields.ToObservation();
        var result = ObservationVerifier.Verify(observation, fields.Signature!.Value, out var signed);
        error = signed is null ? Refusal(result, observation) : fields.CheckIds(signed);
        verified = error is null ? signed : null;
        return verified is not null;
    }

    private static DraftError Refusal(VerificationResult result, Observation observation) => result switch
    {
        VerificationResult.FutureVersion => new DraftError(
            "signing_payload_version", $"is {observation.Series.PayloadVersion}; the newest that this program knows is {PayloadVersions.Newest}"),
        VerificationResult.InvalidContent => ObservationRules.Check(observation) ?? new DraftError("signing_payload_version", "is not a version"),
        _ => new DraftError("signature", "is not the signer's over these fields"),
    };
}
