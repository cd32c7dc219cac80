using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Stratum.Core;
using Stratum.Mesh.Discovery;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Heartbeats;
using Stratum.Mesh.Hosting;

namespace Stratum.Mesh;

/// <summary>What comes in beside links: observations that entered here, and heartbeats.</summary>
public sealed partial class MeshNode
{
    // As much as an outbox holds: what overflows is found by reconciliation.
    private const int PublishedQueueMax = 20_000;

    private async Task PublishAsync(IObservationSubscription subscription)
    {
        using var _ = subscription;
        var handled = new HandledSignal();
        try
        {
            while (true)
            {
                var delivery = await subscription.ReceiveAsync(_stopping.Token);
                if (delivery.Overflowed)
                {
                    LogOverflow(PublishedQueueMax);
                }

                // What came by the mesh travels on from where it came in, which knows the link that brought it; imports are left to reconciliation.
                var own = delivery.Observations.Where(stored => stored.ReceivedVia == ReceivedVia.Local).Select(stored => stored.Observation).ToList();
                if (own.Count > 0)
                {
                    ((IMeshHost)this).Post(new MeshEvent.Published(own), handled);
                    await handled.WaitAsync(_stopping.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The node stops; what was not sent is found by reconciliation.
        }
        catch (Exception e)
        {
            LogFault(e);
            _events.Writer.TryComplete(e);
        }
    }

    private async Task FindLocalNodesAsync(IPEndPoint listen)
    {
        var service = new MdnsService(_parts.Key.NodeId, _options.NetworkId, listen.Port);
        var listener = new MdnsListener(
            service, listen.Address, node => ((IMeshHost)this).Post(new MeshEvent.Found(node)), _parts.Time, _parts.Loggers.CreateLogger<MdnsListener>());
        try
        {
            await listener.RunAsync(_stopping.Token);
        }
        catch (Exception e)
        {
            // Nodes are found in other ways, too: the mesh goes on.
            LogLinkFault(e);
        }
    }

    private void BindHeartbeats()
    {
        if (_options.HeartbeatListen is not { } address)
        {
            return;
        }

        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = true;
            }

            socket.Bind(address);
            _heartbeats = socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new StratumException(
                $"[network] heartbeat_listen {address} cannot be used: {e.Message}; choose another port or stop the program that has it", ExitCode.Usage, e);
        }
    }

    private async Task ReceiveHeartbeatsAsync(Socket socket)
    {
        var buffer = new byte[HeartbeatCodec.DatagramBytesMax + 1];
        var any = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        var handled = new HandledSignal();
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, any, _stopping.Token);
                ((IMeshHost)this).Post(
                    new MeshEvent.DatagramArrived(((IPEndPoint)received.RemoteEndPoint).Address, buffer.AsMemory(0, received.ReceivedBytes)), handled);
                // One at a time: a flood waits in the socket, which drops what is too much.
                await handled.WaitAsync(_stopping.Token);
            }
            catch (SocketException e)
            {
                // An ICMP answer to an earlier datagram, or one that is longer than the buffer.
                LogHeartbeatProblem(e.Message);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && _stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void SendHeartbeat(MeshAction.SendDatagram datagram)
    {
        if (_heartbeats is not { } socket || _stopping.IsCancellationRequested)
        {
            return;
        }

        try
        {
            var to = socket.AddressFamily == AddressFamily.InterNetworkV6 && datagram.To.AddressFamily == AddressFamily.InterNetwork
                ? new IPEndPoint(datagram.To.Address.MapToIPv6(), datagram.To.Port)
                : datagram.To;
            socket.SendTo(datagram.Bytes.Span, SocketFlags.None, to);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            LogHeartbeatProblem(e.Message);
        }
    }
}
