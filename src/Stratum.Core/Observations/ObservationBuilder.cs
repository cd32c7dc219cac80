using System.Diagnostics.CodeAnalysis;

namespace Stratum.Core;

/// <summary>
/// Turns a draft into the observation that is signed: defaults and the name autofill act here, once, at the node that signs.
/// It never rounds, trims, re-normalises or otherwise alters a value.
/// </summary>
public static class ObservationBuilder
{
    /// <summary>The licence of readings that name none.</summary>
    public const string DefaultLicense = "CC-BY-4.0";

    /// <summary>Builds; on failure the error names the first field that is wrong.</summary>
    public static bool TryBuild(
        ObservationDraft draft, NodeId signer, [NotNullWhen(true)] out Observation? observation, [NotNullWhen(false)] out DraftError? error)
    {
        observation = null;
        error = CheckRequired(draft);
        if (error is not null)
        {
            return false;
        }

        var built = new Observation(
            SeriesOf(draft, signer),
            draft.Timestamp!.Value,
            draft.Value!.Value,
            draft.Latitude is { } latitude ? new GeoPoint(latitude, draft.Longitude!.Value) : null,
            draft.Altitude);
        error = ObservationRules.Check(built);
        observation = error is null ? built : null;
        return error is null;
    }

    private static DraftError? CheckRequired(ObservationDraft draft)
    {
        if (draft.PayloadVersion is { } version && version != PayloadVersions.Signed)
        {
            return new DraftError("signing_payload_version", $"is {version}; this node signs version {PayloadVersions.Signed} (leave it out)");
        }

        if (draft[TextField.DeviceId] is null)
        {
            return new DraftError("device_id", "is missing");
        }

        if (draft.Timestamp is null)
        {
            return new DraftError("timestamp", "is missing; whole Unix seconds of the measurement are needed");
        }

        if (draft[TextField.ReadingType] is null)
        {
            return new DraftError("reading_type", "is missing");
        }

        if (draft.Value is null)
        {
            return new DraftError("value", "is missing");
        }

        return draft.Latitude.HasValue == draft.Longitude.HasValue
            ? null
            : new DraftError(draft.Latitude.HasValue ? "longitude" : "latitude", "is missing; latitude and longitude come together or not at all");
    }

    private static Series SeriesOf(ObservationDraft draft, NodeId signer)
    {
        var texts = new string[TextFields.Count];
        for (var field = TextField.BoardModel; field <= TextField.Unit; field++)
        {
            texts[(int)field] = draft[field] ?? "";
        }

        texts[(int)TextField.DataLicense] = draft[TextField.DataLicense] ?? DefaultLicense;
        if (texts[(int)TextField.ReadingTypeName].Length == 0)
        {
            texts[(int)TextField.ReadingTypeName] = ReadingTypeNamesV1.Find(texts[(int)TextField.ReadingType]);
        }

        return new Series(signer, PayloadVersions.Signed, texts);
    }
}
