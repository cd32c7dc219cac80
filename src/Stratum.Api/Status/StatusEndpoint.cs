using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>GET /status, /peers and /topology: the truth as it is now. Instants are Unix seconds, ages are seconds.</summary>
internal sealed class StatusEndpoint(ApiServices services, Gate streams)
{
    public async Task AnswerAsync(HttpContext context, QueryReader query)
    {
        if (await query.RefusedAsync(context))
        {
            return;
        }

        var nowMs = services.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var identity = services.Identity;
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("node_id", identity.NodeId.ToString());
            json.WriteString("name", identity.Name);
            json.WriteString("version", identity.Version);
            json.WriteNumber("time", nowMs / 1000);
            json.WriteNumber("uptime_s", Math.Max(0, nowMs - identity.StartedAtMs) / 1000);
            WritePartition(json, nowMs);
            StoreStatusJson.Write(json, services.Store.Status, nowMs);
            MeshStatusJson.Write(json, services.Mesh?.Status);
            WriteValidation(json);
            AdapterStatusJson.WriteAll(json, services.Adapters, nowMs);
            RefusedSenderJson.WriteAll(json, services.RefusedSenders, nowMs);
            WriteApi(json);
            json.WriteEndObject();
        });
    }

    public async Task AnswerPeersAsync(HttpContext context, QueryReader query)
    {
        var near = query.Place("near");
        if (await query.RefusedAsync(context))
        {
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("peers");
            var peers = services.Mesh?.Status.Peers ?? [];
            if (near is { } place)
            {
                var placed = peers.Select(peer => (Peer: peer, Km: MeshStatusJson.PlaceOf(peer.Beacon)?.DistanceKmTo(place)));
                foreach (var (peer, kilometres) in placed.Where(static one => one.Km is not null).OrderBy(static one => one.Km))
                {
                    MeshStatusJson.WritePeer(json, peer, kilometres);
                }
            }
            else
            {
                foreach (var peer in peers)
                {
                    MeshStatusJson.WritePeer(json, peer);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public async Task AnswerTopologyAsync(HttpContext context, QueryReader query)
    {
        if (await query.RefusedAsync(context))
        {
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        var self = services.Identity.NodeId.ToString();
        var mesh = services.Mesh?.Status;
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("nodes");
            MeshStatusJson.WriteNode(json, new KnownNode(self, mesh?.Beacon, "alive", false, null, services.Store.Status.Observations), isSelf: true);
            foreach (var node in mesh?.Nodes ?? [])
            {
                MeshStatusJson.WriteNode(json, node, isSelf: false);
            }

            json.WriteEndArray();
            json.WriteStartArray("links");
            foreach (var node in mesh?.Nodes.Where(static node => node.IsLinked) ?? [])
            {
                json.WriteStartObject();
                json.WriteString("from", self);
                json.WriteString("to", node.NodeId);
                StatusJson.WriteNumberOrNull(json, "rtt_ms", node.RttMs);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    // A node without a mesh is by itself since it started.
    private void WritePartition(Utf8JsonWriter json, long nowMs)
    {
        var mesh = services.Mesh?.Status;
        var sinceMs = mesh?.SinceMs ?? services.Identity.StartedAtMs;
        json.WriteStartObject("partition");
        json.WriteString("state", mesh?.Partition ?? "isolated");
        json.WriteNumber("since", sinceMs / 1000);
        json.WriteNumber("age_s", Math.Max(0, nowMs - sinceMs) / 1000);
        json.WriteEndObject();
    }

    private void WriteValidation(Utf8JsonWriter json)
    {
        var validation = services.Scorer.Status;
        json.WriteStartObject("validation");
        json.WriteBoolean("enabled", validation.Enabled);
        json.WriteNumber("good", validation.Good);
        json.WriteNumber("not_evaluated", validation.NotEvaluated);
        json.WriteNumber("suspect", validation.Suspect);
        json.WriteNumber("fail", validation.Fail);
        json.WriteNumber("series_with_history", validation.SeriesWithHistory);
        json.WriteEndObject();
    }

    private void WriteApi(Utf8JsonWriter json)
    {
        json.WriteStartObject("api");
        json.WriteNumber("streams", streams.Taken);
        json.WriteNumber("max_streams", streams.Places);
        json.WriteNumber("stream_replay_hours", services.Options.StreamReplayHours);
        json.WriteEndObject();
    }
}
