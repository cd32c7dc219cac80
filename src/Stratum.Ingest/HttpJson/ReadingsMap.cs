using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>Reads the <c>readings</c> map: each member becomes a draft with the fields that it shares.</summary>
internal static class ReadingsMap
{
    /// <summary>Reads <c>"readings": {...}</c>.</summary>
    public static void Read(ReadOnlySpan<byte> member, ObservationDraft shared, int index, IngestBatch batch)
    {
        if (!JsonText.TrySplitMember(member, out _, out var map) || map[0] != (byte)'{')
        {
            batch.Reject(index, new DraftError("readings", "is not an object of reading_type and value"));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var readings = new JsonSlicer(map);
        while (readings.MoveNext() && !batch.IsOverLimit)
        {
            ReadOne(readings.Current, shared, seen, index, batch);
        }

        if (seen.Count == 0 && readings.IsComplete)
        {
            batch.Reject(index, new DraftError("readings", "is empty; at least one reading_type and value are needed"));
        }
    }

    private static void ReadOne(ReadOnlySpan<byte> member, ObservationDraft shared, HashSet<string> seen, int index, IngestBatch batch)
    {
        if (!JsonText.TrySplitMember(member, out var name, out var value))
        {
            seen.Add("");
            batch.Reject(index, new DraftError("readings", $"has a member that is no JSON: {JsonText.Shown(member)}"));
            return;
        }

        if (!seen.Add(name))
        {
            batch.Reject(index, new DraftError($"readings.{name}", "appears twice"));
            return;
        }

        var draft = shared.Clone();
        draft[TextField.ReadingType] = name;
        if (ReadValue(value, draft) is { } reason)
        {
            batch.Reject(index, new DraftError($"readings.{name}", reason));
            return;
        }

        batch.Add(index, draft, name);
    }

    // Returns what is wrong, or null.
    private static string? ReadValue(ReadOnlySpan<byte> json, ObservationDraft draft)
    {
        if (json[0] != (byte)'{')
        {
            return ReadNumber(json, draft);
        }

        var hasUnit = false;
        var members = new JsonSlicer(json);
        while (members.MoveNext())
        {
            if (!JsonText.TrySplitMember(members.Current, out var name, out var value))
            {
                return $"has a member that is no JSON: {JsonText.Shown(members.Current)}";
            }

            var problem = name switch
            {
                "value" => draft.Value is null ? ReadNumber(value, draft) : "has \"value\" twice",
                "unit" => hasUnit ? "has \"unit\" twice" : ReadUnit(value, draft),
                _ => $"has \"{Excerpt.Of(name)}\"; accepted are \"value\" and \"unit\"",
            };
            hasUnit |= name == "unit";
            if (problem is not null)
            {
                return problem;
            }
        }

        return !members.IsComplete ? "is no JSON" : draft.Value is null ? "has no \"value\"" : null;
    }

    private static string? ReadNumber(ReadOnlySpan<byte> json, ObservationDraft draft)
    {
        var reason = LenientDraft.TryReadNumber(json, out var number);
        draft.Value = reason is null ? number : null;
        return reason;
    }

    private static string? ReadUnit(ReadOnlySpan<byte> json, ObservationDraft draft)
    {
        if (!JsonText.TryReadText(json, out var unit))
        {
            return $"has the unit {JsonText.Shown(json)}; a string is accepted";
        }

        draft[TextField.Unit] = unit;
        return null;
    }
}
