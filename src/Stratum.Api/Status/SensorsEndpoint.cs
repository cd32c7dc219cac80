using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>
/// GET /sensors: what this node signs and which adapter it comes from, what its adapters hear and leave out, and whom the listener refused: the answers
/// to "does my sensor arrive?".
/// </summary>
internal sealed class SensorsEndpoint(ApiServices services)
{
    // A station has ten quantities, a house some stations.
    private const int LimitDefault = 1000;
    private const int LimitMax = 10_000;

    // Of all adapters together, the newest first.
    private const int HeardMax = 256;

    public async Task AnswerAsync(HttpContext context, QueryReader query)
    {
        var limit = (int)(query.Integer("limit", 1, LimitMax) ?? LimitDefault);
        if (await query.RefusedAsync(context))
        {
            return;
        }

        var nowMs = services.Time.GetUtcNow().ToUnixTimeMilliseconds();
        AdapterStatus[] adapters = [.. services.Adapters.Select(adapter => adapter.Status)];
        var rows = RowsOf(adapters);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("time", nowMs / 1000);
            json.WriteStartArray("sensors");
            foreach (var (source, latest) in rows.Take(limit))
            {
                WriteRow(json, source, latest, nowMs);
            }

            json.WriteEndArray();
            json.WriteNumber("left_out", Math.Max(0, rows.Count - limit));
            json.WriteStartArray("heard");
            var heard = adapters.SelectMany(adapter => adapter.Heard.Select(device => (adapter.Name, Device: device)));
            foreach (var (source, device) in heard.OrderByDescending(one => one.Device.LastAtMs).Take(HeardMax))
            {
                AdapterStatusJson.WriteHeard(json, device, nowMs, source);
            }

            json.WriteEndArray();
            RefusedSenderJson.WriteAll(json, services.RefusedSenders, nowMs);
            json.WriteEndObject();
        });
    }

    // By source, device and quantity; a device that two sources delivered is shown at the one that did so last.
    private List<(AdapterStatus? Source, StoredObservation Latest)> RowsOf(AdapterStatus[] adapters)
    {
        var sources = new Dictionary<string, (AdapterStatus Adapter, long AtMs)>(StringComparer.Ordinal);
        foreach (var adapter in adapters)
        {
            foreach (var device in adapter.Devices)
            {
                if (!sources.TryGetValue(device.DeviceId, out var other) || other.AtMs < device.LastAtMs)
                {
                    sources[device.DeviceId] = (adapter, device.LastAtMs);
                }
            }
        }

        return
        [
            .. services.Standing.Stations(null).Where(station => station.Station.NodeId == services.Identity.NodeId)
                .SelectMany(station => station.Latest)
                .Select(latest => (Source: sources.TryGetValue(latest.Series.DeviceId, out var source) ? source.Adapter : null, latest))
                .OrderBy(row => row.Source is null)
                .ThenBy(row => row.Source?.Name, StringComparer.Ordinal)
                .ThenBy(row => row.latest.Series.DeviceId, StringComparer.Ordinal)
                .ThenBy(row => row.latest.Series.ReadingType, StringComparer.Ordinal),
        ];
    }

    private static void WriteRow(Utf8JsonWriter json, AdapterStatus? source, StoredObservation latest, long nowMs)
    {
        json.WriteStartObject();
        json.WriteString("source", source?.Name);
        json.WriteString("kind", source?.Kind);
        json.WriteString("device_id", latest.Series.DeviceId);
        json.WriteString("reading_type", latest.Series.ReadingType);
        json.WriteNumber("value", latest.Observation.Observation.Value);
        json.WriteString("unit", latest.Series.Unit);
        json.WriteNumber("timestamp", latest.Timestamp);
        json.WriteNumber("age_s", (nowMs / 1000) - latest.Timestamp);
        json.WriteString("verdict", VerdictOf(latest.Assessment.Flag));
        json.WriteNumber("flag", (int)latest.Assessment.Flag);
        json.WriteNumber("confidence", Math.Round(latest.Assessment.Confidence, 4));
        json.WriteString("deployment", Deployments.NameOf(latest.Series.Deployment));
        json.WriteEndObject();
    }

    private static string VerdictOf(QualityFlag flag) => flag switch
    {
        QualityFlag.Good => "good",
        QualityFlag.NotEvaluated => "not assessed",
        QualityFlag.Suspect => "suspect",
        QualityFlag.Fail => "bad",
        QualityFlag.Missing => "no value",
        _ => throw new InvalidOperationException($"flag {flag} has no name"),
    };
}
