using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>Whom the ingest listener refused, in /status: for owners of stations that do not show up.</summary>
internal static class RefusedSenderJson
{
    private const int SendersShown = 5;

    public static void WriteAll(Utf8JsonWriter json, IRefusedSenders? senders, long nowMs)
    {
        json.WriteStartArray("refused_senders");
        foreach (var sender in senders?.Newest(SendersShown) ?? [])
        {
            json.WriteStartObject();
            json.WriteString("address", sender.Address);
            json.WriteString("path", sender.Path);
            json.WriteNumber("status", sender.Status);
            json.WriteString("reason", sender.Reason);
            json.WriteString("advice", sender.Advice);
            json.WriteNumber("count", sender.Count);
            json.WriteNumber("first_at", sender.FirstAtMs / 1000);
            StatusJson.WriteInstantAndAge(json, "last_at", "last_age_s", sender.LastAtMs, nowMs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
