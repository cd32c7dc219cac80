using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>The adapters' part of /status.</summary>
internal static class AdapterStatusJson
{
    public static void WriteAll(Utf8JsonWriter json, IReadOnlyList<IIngestAdapter> adapters, long nowMs)
    {
        json.WriteStartArray("adapters");
        foreach (var adapter in adapters)
        {
            Write(json, adapter.Status, nowMs);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, AdapterStatus adapter, long nowMs)
    {
        json.WriteStartObject();
        json.WriteString("name", adapter.Name);
        json.WriteString("kind", adapter.Kind);
        json.WriteString("state", adapter.State);
        json.WriteNumber("accepted", adapter.Accepted);
        json.WriteNumber("duplicates", adapter.Duplicates);
        json.WriteNumber("rejected", adapter.Rejected);
        StatusJson.WriteInstantAndAge(json, "last_reading_at", "last_reading_age_s", adapter.LastReadingAtMs, nowMs);
        json.WriteString("last_error", adapter.LastError);
        StatusJson.WriteInstantAndAge(json, "last_error_at", "last_error_age_s", adapter.LastErrorAtMs, nowMs);
        MessageCountsJson.Write(json, adapter.Messages, nowMs);
        json.WriteEndObject();
    }
}
