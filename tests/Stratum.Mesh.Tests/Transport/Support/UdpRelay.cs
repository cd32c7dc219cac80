using System.Net;
using System.Net.Sockets;

namespace Stratum.Mesh.Tests.Transport;

/// <summary>Carries datagrams between a dialler and a listener until it is cut, as a network does whose cable is pulled.</summary>
internal sealed class UdpRelay : IAsyncDisposable
{
    private readonly UdpClient _front = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _back = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly IPEndPoint _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;
    private volatile IPEndPoint? _dialler;
    private volatile bool _cut;

    public UdpRelay(IPEndPoint listener)
    {
        _listener = listener;
        _work = Task.WhenAll(ForwardAsync(_front, _back, toListener: true), ForwardAsync(_back, _front, toListener: false));
    }

    public IPEndPoint Address => (IPEndPoint)_front.Client.LocalEndPoint!;

    public void Cut() => _cut = true;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work;
        _front.Dispose();
        _back.Dispose();
        _stopping.Dispose();
    }

    private async Task ForwardAsync(UdpClient from, UdpClient to, bool toListener)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var datagram = await from.ReceiveAsync(_stopping.Token);
                _dialler = toListener ? datagram.RemoteEndPoint : _dialler;
                if (!_cut && (toListener ? _listener : _dialler) is { } target)
                {
                    await to.SendAsync(datagram.Buffer, target, _stopping.Token);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // The test is over, or one end is gone and the other is still to be told nothing.
            }
        }
    }
}
