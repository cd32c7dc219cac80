using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>The adapters' part of /status.</summary>
internal static class AdapterStatusJson
{
    // The newest; /sensors has more.
    private const int HeardShown = 5;

    public static void WriteAll(Utf8JsonWriter json, IReadOnlyList<IIngestAdapter> adapters, long nowMs)
    {
        json.WriteStartArray("adapters");
        foreach (var adapter in adapters)
        {
            Write(json, adapter.Status, nowMs);
        }

        json.WriteEndArray();
    }

    /// <summary>A device that is heard and not signed; <paramref name="source"/> names its adapter where the place does not.</summary>
    public static void WriteHeard(Utf8JsonWriter json, HeardDevice heard, long nowMs, string? source = null)
    {
        json.WriteStartObject();
        if (source is not null)
        {
            json.WriteString("source", source);
        }

        json.WriteString("device", heard.Device);
        json.WriteString("readings", heard.Readings);
        json.WriteString("reason", heard.Reason);
        json.WriteString("advice", heard.Advice);
        json.WriteNumber("messages", heard.Messages);
        StatusJson.WriteInstantAndAge(json, "last_at", "last_age_s", heard.LastAtMs, nowMs);
        json.WriteEndObject();
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
        json.WriteString("last_notice", adapter.LastNotice);
        StatusJson.WriteInstantAndAge(json, "last_notice_at", "last_notice_age_s", adapter.LastNoticeAtMs, nowMs);
        json.WriteNumber("devices", adapter.Devices.Count);
        json.WriteNumber("heard", adapter.Heard.Count);
        json.WriteStartArray("heard_devices");
        foreach (var heard in adapter.Heard.Take(HeardShown))
        {
            WriteHeard(json, heard, nowMs);
        }

        json.WriteEndArray();
        MessageCountsJson.Write(json, adapter.Messages, nowMs);
        json.WriteEndObject();
    }
}
