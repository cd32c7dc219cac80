using System.Collections.Frozen;
using System.Net.Http.Headers;

namespace Stratum.Ingest;

/// <summary>Which parser a Content-Type asks for on /ingest.</summary>
internal static class ContentTypes
{
    public const string Accepted = "application/json, application/x-ndjson, application/jsonl, application/senml+json";

    private static readonly FrozenDictionary<string, BodyParser> Parsers = new Dictionary<string, BodyParser>
    {
        ["application/json"] = DraftBodies.ReadJson,
        ["text/json"] = DraftBodies.ReadJson,
        ["application/x-ndjson"] = DraftBodies.ReadLines,
        ["application/ndjson"] = DraftBodies.ReadLines,
        ["application/jsonl"] = DraftBodies.ReadLines,
        ["application/x-jsonlines"] = DraftBodies.ReadLines,
        ["application/senml+json"] = SenMlReader.Read,
        ["application/vnd.senml+json"] = SenMlReader.Read,
        // These say nothing of the content: what HTTP libraries and curl -d send when nobody chose.
        ["text/plain"] = DraftBodies.ReadSniffed,
        ["application/octet-stream"] = DraftBodies.ReadSniffed,
        ["application/x-www-form-urlencoded"] = DraftBodies.ReadSniffed,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The parser, or null when the type is not accepted.</summary>
    public static BodyParser? Find(string? contentType)
    {
        if (string.IsNullOrWhiteSpace(contentType))
        {
            return DraftBodies.ReadSniffed;
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var parsed) || parsed.MediaType is null || !IsUtf8(parsed.CharSet))
        {
            return null;
        }

        return Parsers.GetValueOrDefault(parsed.MediaType);
    }

    private static bool IsUtf8(string? charset) => charset is null || charset.Trim('"').ToUpperInvariant() is "UTF-8" or "UTF8" or "US-ASCII";
}
