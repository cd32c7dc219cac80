using System.Net;
using System.Net.Sockets;
using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Hosting;
using Stratum.Mesh.Links;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh;

/// <summary>What the engine wants done.</summary>
public sealed partial class MeshNode
{
    private void Do(MeshAction action)
    {
        switch (action)
        {
            case MeshAction.Send send when _pumps.TryGetValue(send.Link, out var pump):
                pump.Send(send.Class, send.Frame);
                break;
            case MeshAction.Close close when _pumps.TryGetValue(close.Link, out var pump):
                pump.Close();
                break;
            case MeshAction.Take take when _pumps.TryGetValue(take.Link, out var pump):
                pump.OnTake(take);
                break;
            case MeshAction.TakeWithdrawals take when _pumps.TryGetValue(take.Link, out var pump):
                pump.OnTake(take);
                break;
            case MeshAction.Dial dial:
                Track(DialAsync(dial));
                break;
            case MeshAction.Resolve resolve:
                Track(ResolveAsync(resolve));
                break;
            case MeshAction.SendDatagram datagram:
                SendHeartbeat(datagram);
                break;
            default:
                Report(action);
                break;
        }
    }

    private void Report(MeshAction action)
    {
        switch (action)
        {
            case MeshAction.LinkUp up:
                if (_pumps.TryGetValue(up.Link, out var pump))
                {
                    pump.OnUp();
                }

                LogLinkUp(up.Peer, up.Address, up.Transport, up.IsDialler ? "out" : "in", up.SoftwareVersion);
                break;
            case MeshAction.LinkDown down:
                LogLinkDown(down.Peer, down.Address, down.ByPeer ? "the peer" : "this node", RefusalReasons.NameOf(down.Reason), down.Detail);
                break;
            case MeshAction.Refused refused:
                LogRefused(refused.Address, refused.Peer, refused.ByPeer ? "the peer" : "this node", RefusalReasons.NameOf(refused.Reason), refused.Detail);
                break;
            case MeshAction.Backfilled run:
                LogBackfilled(run.Peer, run.Received, run.Sent, run.Outcome);
                break;
            case MeshAction.NewerVersionSeen newer:
                LogNewerVersion(newer.Signer, PayloadVersions.Newest);
                break;
            case MeshAction.SeriesRefused refused:
                LogSeriesRefused(refused.Signer, _options.NewSeriesPerDay);
                break;
            case MeshAction.PartitionChanged changed:
                LogPartition(PartitionMonitor.NameOf(changed.State), changed.LinksUp, changed.Known);
                break;
        }
    }

    private void Open(IMeshConnection connection, int? slot)
    {
        var pump = new LinkPump(Interlocked.Increment(ref _lastLink), connection, this);
        _pumps.TryAdd(pump.Number, pump);
        ((IMeshHost)this).Post(new MeshEvent.Opened(pump.Number, ConnectionFacts.Of(connection), slot));
        Track(RunPumpAsync(pump));
    }

    private async Task RunPumpAsync(LinkPump pump)
    {
        try
        {
            await pump.RunAsync();
        }
        catch (Exception e)
        {
            // Not the peer's doing: a fault of this program that must be seen. The other links go on.
            LogLinkFault(e);
            ((IMeshHost)this).Post(new MeshEvent.Lost(pump.Number, RefusalReason.None, "internal fault"));
        }

        _pumps.TryRemove(pump.Number, out _);
        pump.Dispose();
    }

    private async Task DialAsync(MeshAction.Dial dial)
    {
        try
        {
            Open(await _transport.DialAsync(dial.Address, _stopping.Token), dial.Slot);
        }
        catch (MeshConnectException e)
        {
            ((IMeshHost)this).Post(new MeshEvent.DialFailed(dial.Slot, e.Reason, e.Message));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The node stops.
        }
        catch (Exception e)
        {
            LogLinkFault(e);
            ((IMeshHost)this).Post(new MeshEvent.DialFailed(dial.Slot, RefusalReason.Unreachable, e.Message));
        }
    }

    private async Task ResolveAsync(MeshAction.Resolve resolve)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(resolve.Host, _stopping.Token);
            ((IMeshHost)this).Post(new MeshEvent.Resolved(resolve.Target, addresses, addresses.Length == 0 ? "the name has no address" : ""));
        }
        catch (SocketException e)
        {
            LogUnresolved(resolve.Host, e.Message);
            ((IMeshHost)this).Post(new MeshEvent.Resolved(resolve.Target, [], e.Message));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The node stops.
        }
    }
}
