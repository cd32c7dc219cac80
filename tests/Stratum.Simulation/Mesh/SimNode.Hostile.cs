using System.Net;
using Stratum.Core;
using Stratum.Mesh.Batches;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Protos;
using Stratum.Mesh.Transport;

namespace Stratum.Simulation.Mesh;

/// <summary>What nodes do that are not honest.</summary>
internal sealed partial class SimNode
{
    private const int CopiesReplayed = 3;

    // A heartbeat that is replayed at once, and one whose time has run out.
    private static readonly double[] HeartbeatsReplayedMs = [500, 90_000];

    private readonly Dictionary<long, SimInventor> _inventors = [];

    /// <summary>Sends each neighbour an observation of somebody else with a signature that is wrong.</summary>
    public void Forge(SimNode signer, double value)
    {
        var observation = new Observation(signer._series, Now.UnixSeconds, value, new GeoPoint(52, 13), null);
        var batch = new ObservationBatchWriter();
        var bytes = new byte[Signature.Size];
        bytes.AsSpan().Fill(0xFF);
        batch.TryAdd(new SignedObservation(observation, Signature.FromBytes(bytes), CanonicalForm.ContentIdOf(observation)));
        SendAll(new Frame { Gossip = batch.ToBatch() }, copies: 1);
    }

    /// <summary>Begins runs about sets that there are not with each neighbour.</summary>
    public void Invent()
    {
        foreach (var link in OpenLinks.ToArray())
        {
            _world.Deliver(link, TrafficClass.Sync, InventorOf(link).Begin(Now.UnixSeconds));
        }
    }

    private void SendAll(Frame frame, int copies)
    {
        foreach (var link in OpenLinks.ToArray())
        {
            for (var copy = 0; copy < copies; copy++)
            {
                _world.Deliver(link, TrafficClass.Live, frame);
            }
        }
    }

    // What the engine wants sent and such a node does not send.
    private bool IsSwallowed(Frame frame) => Behaviour switch
    {
        SimBehaviour.SilentForwarder => frame.BodyCase is Frame.BodyOneofCase.Gossip or Frame.BodyOneofCase.IHave,
        // An honest run would end the forged one.
        SimBehaviour.Inventor => frame.BodyCase is Frame.BodyOneofCase.BackfillSummary && frame.BackfillSummary.Run < SimInventor.RunsBegin,
        _ => false,
    };

    // True when the engine is not to see the frame.
    private bool IsMisused(SimLink link, Frame frame)
    {
        switch (Behaviour)
        {
            // What another replayer sends is replayed already: two that are linked would double it for ever.
            case SimBehaviour.Replayer when frame.Gossip is not null && link.Other.Owner.Behaviour != SimBehaviour.Replayer:
                SendAll(frame, CopiesReplayed);
                return false;
            case SimBehaviour.Liar when frame.BackfillSummary is { } summary:
                var equal = new BackfillAnswer { Run = summary.Run, Verdict = BackfillAnswer.Types.Verdict.Equal };
                _world.Deliver(link, TrafficClass.Sync, new Frame { BackfillAnswer = equal });
                return true;
            case SimBehaviour.Inventor when InventorOf(link) is var inventor && (inventor.Answer(frame) ?? inventor.Ask(frame)) is { } invented:
                _world.Deliver(link, TrafficClass.Sync, invented);
                return true;
            // Of an answer that the engine did not give.
            case SimBehaviour.Inventor when frame.BackfillDone is not null:
                return true;
            default:
                return false;
        }
    }

    private SimInventor InventorOf(SimLink link)
    {
        if (!_inventors.TryGetValue(link.Number, out var inventor))
        {
            _inventors.Add(link.Number, inventor = new SimInventor(_world.Random));
        }

        return inventor;
    }

    private void Replay(MeshEvent.DatagramArrived datagram)
    {
        foreach (var delayMs in HeartbeatsReplayedMs)
        {
            _world.At(delayMs, () =>
            {
                foreach (var neighbour in Neighbours.ToArray())
                {
                    var to = new IPEndPoint(neighbour.Address.Address, SimWorld.HeartbeatPort);
                    _world.Deliver(this, to, datagram.Bytes, from: datagram.From);
                }
            });
        }
    }
}
