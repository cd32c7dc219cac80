namespace Stratum.Ingest;

/// <summary>Reads bodies of canonical drafts: one object, an array, or lines. One wrong item never spoils the others.</summary>
internal static class DraftBodies
{
    /// <summary>One JSON value: an object, or an array of objects.</summary>
    public static BodyFault? ReadJson(ReadOnlySpan<byte> body, IngestBatch batch) => body[0] switch
    {
        (byte)'[' => ReadArray(body, batch),
        (byte)'{' => ReadObject(body, batch),
        _ => BodyFault.Malformed($"the body begins with {JsonText.Shown(body)}; accepted are a JSON object or an array of objects"),
    };

    /// <summary>One object a line; blank lines are skipped and not counted.</summary>
    public static BodyFault? ReadLines(ReadOnlySpan<byte> body, IngestBatch batch)
    {
        var index = 0;
        foreach (var range in body.Split((byte)'\n'))
        {
            var line = JsonText.Trim(body[range]);
            if (line.IsEmpty)
            {
                continue;
            }

            DraftItem.Read(line, index++, batch);
            if (batch.IsOverLimit)
            {
                return BodyFault.TooManyItems(batch.ItemsMax);
            }
        }

        return null;
    }

    /// <summary>
    /// For bodies whose Content-Type says nothing (none, text/plain, what curl -d sends): <c>[</c> begins an array; <c>{</c> one
    /// object, or lines when the first line is a whole object and another follows.
    /// </summary>
    public static BodyFault? ReadSniffed(ReadOnlySpan<byte> body, IngestBatch batch)
    {
        var lineEnd = body.IndexOf((byte)'\n');
        return body[0] == (byte)'{' && lineEnd > 0 && IsWholeObject(JsonText.Trim(body[..lineEnd]))
            ? ReadLines(body, batch)
            : ReadJson(body, batch);
    }

    private static BodyFault? ReadArray(ReadOnlySpan<byte> body, IngestBatch batch)
    {
        var elements = new JsonSlicer(body);
        var index = 0;
        while (elements.MoveNext())
        {
            DraftItem.Read(elements.Current, index++, batch);
            if (batch.IsOverLimit)
            {
                return BodyFault.TooManyItems(batch.ItemsMax);
            }
        }

        return elements.IsComplete
            ? null
            : BodyFault.Malformed("the body is no JSON array: brackets or quotes do not match, or something follows the array");
    }

    private static BodyFault? ReadObject(ReadOnlySpan<byte> body, IngestBatch batch)
    {
        if (!IsWholeObject(body))
        {
            return BodyFault.Malformed(
                "the body is no JSON object: brackets or quotes do not match, or something follows the object "
                + "(several objects: an array, or application/x-ndjson)");
        }

        DraftItem.Read(body, 0, batch);
        if (batch.IsOverLimit)
        {
            return BodyFault.TooManyItems(batch.ItemsMax);
        }

        // Nothing of the only item could be read: that is a body that is not JSON, not an item that is wrong.
        return batch.Items.Count == 0 && batch.Rejections is [{ Error: { Field: "" } error }]
            ? BodyFault.Malformed($"the body {error.Reason}")
            : null;
    }

    private static bool IsWholeObject(ReadOnlySpan<byte> text)
    {
        var members = new JsonSlicer(text);
        while (members.MoveNext())
        {
            // Only the end matters.
        }

        return members.IsComplete;
    }
}
