using System.Buffers;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// Reads one item: a canonical draft, or one with <c>readings</c>, a map from reading_type to a number or to
/// <c>{"value":..,"unit":..}</c>, whose members share every other field.
/// </summary>
internal static class DraftItem
{
    private const string ReadingsName = "readings";

    public static void Read(ReadOnlySpan<byte> json, int index, IngestBatch batch)
    {
        if (json.IndexOf("\"readings\""u8) >= 0 && json[0] == (byte)'{' && TryFindReadings(json, out var member, out var appearsTwice))
        {
            if (appearsTwice)
            {
                batch.Reject(index, new DraftError(ReadingsName, "appears twice"));
                return;
            }

            ReadShared(json, member, index, batch);
            return;
        }

        if (LenientDraft.TryRead(json, out var draft, out var error))
        {
            batch.Add(index, draft);
            return;
        }

        batch.Reject(index, error);
    }

    private static bool TryFindReadings(ReadOnlySpan<byte> json, out Range member, out bool appearsTwice)
    {
        (member, appearsTwice) = (default, false);
        var found = false;
        var members = new JsonSlicer(json);
        while (members.MoveNext())
        {
            if (!members.Current.StartsWith("\"readings\""u8))
            {
                continue;
            }

            appearsTwice |= found;
            found = true;
            member = members.CurrentStart..(members.CurrentStart + members.Current.Length);
        }

        return found && members.IsComplete;
    }

    // The fields around the map are a draft of their own: cut the map out (and one comma with it), and read the rest strictly.
    private static void ReadShared(ReadOnlySpan<byte> json, Range member, int index, IngestBatch batch)
    {
        var before = json[..member.Start.Value];
        var after = JsonText.Trim(json[member.End.Value..]);
        if (after[0] == (byte)',')
        {
            after = after[1..];
        }
        else if (before.TrimEnd(JsonText.WhiteSpace) is [.., (byte)','] trimmed)
        {
            before = trimmed[..^1];
        }

        var rented = ArrayPool<byte>.Shared.Rent(before.Length + after.Length);
        try
        {
            before.CopyTo(rented);
            after.CopyTo(rented.AsSpan(before.Length));
            if (!LenientDraft.TryRead(rented.AsSpan(0, before.Length + after.Length), out var shared, out var error)
                || (error = CheckShared(shared)) is not null)
            {
                batch.Reject(index, error);
                return;
            }

            ReadingsMap.Read(json[member], shared, index, batch);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static DraftError? CheckShared(ObservationDraft shared)
    {
        const string reason = "stands beside readings, whose members bring their own; leave it out";
        return shared[TextField.ReadingType] is not null ? new DraftError("reading_type", reason)
            : shared[TextField.ReadingTypeName] is not null ? new DraftError("reading_type_name", reason)
            : shared[TextField.Unit] is not null ? new DraftError("unit", reason)
            : shared.Value is not null ? new DraftError("value", reason)
            : null;
    }
}
