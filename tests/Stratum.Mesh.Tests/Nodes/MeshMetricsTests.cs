using System.Diagnostics.Metrics;
using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Hosting;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Tests.Nodes;

public sealed class MeshMetricsTests
{
    [Fact]
    public void Scrape_AfterRefusals_TellsReasonAndSide()
    {
        using var meter = new Meter("test");
        using var listener = new MeterListener();
        var seen = new Dictionary<string, long>();
        listener.InstrumentPublished = (instrument, all) => { if (instrument.Meter == meter) { all.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            seen[$"{instrument.Name}:{string.Join(',', tags.ToArray().Select(tag => tag.Value))}"] = value);
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) =>
            seen[$"{instrument.Name}:{string.Join(',', tags.ToArray().Select(tag => tag.Value))}"] = value);
        listener.Start();
        var counters = new MeshCounters();
        var transport = new RefusalCounters();
        var peer = new PeerStatus { Address = "a:1", State = "up", Transport = "tcp", Direction = "in" };
        var status = new MeshStatus { Partition = "connected", Peers = [peer] };
        MeshMetrics.Create(meter, counters, transport, () => status);
        counters.CountRefused(RefusalReason.WrongNetwork, byPeer: true);
        transport.Count(RefusalReason.BadCertificate);
        counters.CountReceived(RejectReason.FutureVersion);
        counters.CountReceived(RejectReason.None);
        counters.CountBatch(3, 270);

        listener.RecordObservableInstruments();

        Assert.Equal(1, seen["stratum_mesh_refused_total:wrong_network,peer"]);
        Assert.Equal(1, seen["stratum_mesh_refused_total:bad_certificate,this node"]);
        Assert.Equal(1, seen["stratum_rejected_total:future_version"]);
        Assert.Equal(1, seen["stratum_mesh_received_total:accepted"]);
        Assert.Equal(1, seen["stratum_mesh_links:tcp,in"]);
        Assert.Equal((3, 270), (seen["stratum_mesh_forwarded_total:"], seen["stratum_mesh_forwarded_bytes_total:"]));
    }
}
