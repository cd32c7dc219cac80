using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>The mesh part of /status, and /peers.</summary>
internal static class MeshStatusJson
{
    /// <summary>The object "mesh"; a node without a mesh says so.</summary>
    public static void Write(Utf8JsonWriter json, MeshStatus? mesh)
    {
        var peers = mesh?.Peers ?? [];
        json.WriteStartObject("mesh");
        json.WriteBoolean("enabled", mesh is not null);
        json.WriteNumber("peers", peers.Count);
        json.WriteNumber("peers_up", peers.Count(peer => peer.State == "up"));
        if (mesh is not null)
        {
            json.WriteString("network_id", mesh.NetworkId);
            json.WriteStartArray("listen");
            foreach (var address in mesh.ListenAddresses)
            {
                json.WriteStringValue(address);
            }

            json.WriteEndArray();
            WriteCounts(json, "received", mesh.Received);
            json.WriteNumber("forwarded", mesh.Forwarded);
            json.WriteNumber("forwarded_bytes", mesh.ForwardedBytes);
            json.WriteNumber("left_to_reconciliation", mesh.LeftToReconciliation);
            WriteCounts(json, "heartbeats", mesh.Heartbeats);
            WriteRefusals(json, mesh.Refusals);
        }

        json.WriteEndObject();
    }

    /// <summary>One peer of /peers; with its distance when a place was asked for.</summary>
    public static void WritePeer(Utf8JsonWriter json, PeerStatus peer, double? distanceKm = null)
    {
        json.WriteStartObject();
        if (distanceKm is { } kilometres)
        {
            json.WriteNumber("distance_km", Math.Round(kilometres, 1));
        }

        json.WriteString("node_id", peer.NodeId);
        json.WriteString("address", peer.Address);
        json.WriteString("configured", peer.Configured);
        json.WriteString("transport", peer.Transport);
        json.WriteString("direction", peer.Direction);
        json.WriteString("state", peer.State);
        json.WriteNumber("since", peer.SinceMs / 1000);
        StatusJson.WriteNumberOrNull(json, "rtt_ms", peer.RttMs);
        StatusJson.WriteNumberOrNull(json, "clock_offset_ms", peer.ClockOffsetMs);
        json.WriteString("version", peer.SoftwareVersion);
        json.WriteStartObject("traffic");
        foreach (var traffic in peer.Traffic)
        {
            json.WriteStartObject(traffic.Class);
            json.WriteNumber("frames_sent", traffic.FramesSent);
            json.WriteNumber("bytes_sent", traffic.BytesSent);
            json.WriteNumber("frames_received", traffic.FramesReceived);
            json.WriteNumber("bytes_received", traffic.BytesReceived);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteNumber("score", peer.Score);
        json.WriteString("heartbeat", peer.Heartbeat);
        json.WriteString("beacon", peer.Beacon);
        json.WriteString("last_refusal", peer.LastRefusal);
        json.WriteString("last_refusal_detail", peer.LastRefusalDetail);
        WriteBackfill(json, peer.LastBackfill);
        json.WriteEndObject();
    }

    /// <summary>One node of /topology: its place is the middle of its beacon's cell.</summary>
    public static void WriteNode(Utf8JsonWriter json, KnownNode node, bool isSelf)
    {
        json.WriteStartObject();
        json.WriteString("node_id", node.NodeId);
        json.WriteBoolean("self", isSelf);
        json.WriteString("state", node.State);
        json.WriteBoolean("linked", node.IsLinked);
        json.WriteString("beacon", node.Beacon);
        StatusJson.WriteNumberOrNull(json, "latitude", PlaceOf(node.Beacon)?.Latitude);
        StatusJson.WriteNumberOrNull(json, "longitude", PlaceOf(node.Beacon)?.Longitude);
        StatusJson.WriteNumberOrNull(json, "observations", node.Observations);
        json.WriteEndObject();
    }

    /// <summary>The middle of a beacon's cell; null without one.</summary>
    public static GeoPoint? PlaceOf(string? beacon) => Geohash.TryDecode(beacon, out var box)
        ? new GeoPoint((box.North + box.South) / 2, (box.East + box.West) / 2)
        : null;

    private static void WriteBackfill(Utf8JsonWriter json, PeerBackfill? backfill)
    {
        if (backfill is null)
        {
            json.WriteNull("last_backfill");
            return;
        }

        json.WriteStartObject("last_backfill");
        json.WriteNumber("ended_at", backfill.EndedAtMs / 1000);
        json.WriteString("outcome", backfill.Outcome);
        json.WriteNumber("received", backfill.Received);
        json.WriteNumber("sent", backfill.Sent);
        json.WriteNumber("duration_ms", backfill.DurationMs);
        json.WriteNumber("bytes", backfill.Bytes);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, long> counts)
    {
        json.WriteStartObject(name);
        foreach (var (kind, count) in counts)
        {
            json.WriteNumber(kind, count);
        }

        json.WriteEndObject();
    }

    private static void WriteRefusals(Utf8JsonWriter json, IReadOnlyList<RefusalCount> refusals)
    {
        json.WriteStartObject("refusals");
        foreach (var refusal in refusals)
        {
            json.WriteStartObject(refusal.Reason);
            json.WriteNumber("here", refusal.Here);
            json.WriteNumber("by_peers", refusal.ByPeers);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
