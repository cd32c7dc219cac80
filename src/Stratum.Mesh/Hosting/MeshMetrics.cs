using System.Diagnostics.Metrics;
using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Links;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Hosting;

/// <summary>The mesh's part of /metrics. Everything is read when it is scraped.</summary>
internal static class MeshMetrics
{
    public static void Create(Meter meter, MeshCounters counters, RefusalCounters transport, Func<MeshStatus> status)
    {
        meter.CreateObservableGauge("stratum_mesh_links", () => Links(status()), null, "Links that are up, by transport and direction.");
        meter.CreateObservableCounter(
            "stratum_mesh_refused_total", () => Refusals(counters, transport), null, "Connections and links refused or ended, by reason and side.");
        meter.CreateObservableCounter(
            "stratum_rejected_total", () => Received(counters, isRejected: true), null, "Observations of peers that were refused, by reason.");
        meter.CreateObservableCounter(
            "stratum_mesh_received_total", () => Received(counters, isRejected: false), null, "Observations of peers that were taken, or known already.");
        meter.CreateObservableCounter(
            "stratum_mesh_forwarded_total", () => counters.Forwarded, null, "Observations sent by gossip, each link counted for itself.");
        meter.CreateObservableCounter("stratum_mesh_forwarded_bytes_total", () => counters.BatchBytesSent, null, "Payload bytes of these.");
        meter.CreateObservableCounter(
            "stratum_mesh_left_to_reconciliation_total", () => counters.OutboxDropped, null, "Observations that found no room in a link's queue.");
    }

    private static IEnumerable<Measurement<int>> Links(MeshStatus status) => status.Peers
        .Where(peer => peer.State == "up")
        .GroupBy(peer => (peer.Transport, peer.Direction))
        .Select(group => new Measurement<int>(group.Count(), Tag("transport", group.Key.Transport), Tag("direction", group.Key.Direction)));

    private static IEnumerable<Measurement<long>> Refusals(MeshCounters counters, RefusalCounters transport)
    {
        foreach (var reason in Enum.GetValues<RefusalReason>())
        {
            var here = counters.Refused(reason, byPeer: false) + transport.Of(reason);
            var byPeer = counters.Refused(reason, byPeer: true);
            if (here > 0)
            {
                yield return new Measurement<long>(here, Tag("reason", RefusalReasons.NameOf(reason)), Tag("by", "this node"));
            }

            if (byPeer > 0)
            {
                yield return new Measurement<long>(byPeer, Tag("reason", RefusalReasons.NameOf(reason)), Tag("by", "peer"));
            }
        }
    }

    private static IEnumerable<Measurement<long>> Received(MeshCounters counters, bool isRejected)
    {
        foreach (var reason in Enum.GetValues<RejectReason>())
        {
            if (isRejected == reason is not (RejectReason.None or RejectReason.Duplicate) && counters.Received(reason) > 0)
            {
                yield return isRejected
                    ? new Measurement<long>(counters.Received(reason), Tag("reason", RejectReasons.NameOf(reason)))
                    : new Measurement<long>(counters.Received(reason), Tag("result", reason == RejectReason.None ? "accepted" : "duplicate"));
            }
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, string? value) => new(name, value);
}
