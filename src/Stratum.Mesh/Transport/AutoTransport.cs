using System.Net;

namespace Stratum.Mesh.Transport;

/// <summary>
/// QUIC and TCP at once: listens on both with the same port number, dials QUIC, and TCP too when QUIC has failed or is not up after a while
/// (RFC 8305's race, between transports in place of address families). The first that is up wins.
/// </summary>
internal sealed class AutoTransport(IMeshTransport quic, IMeshTransport tcp, TransportContext context) : IMeshTransport
{
    // A number that UDP had free may be taken for TCP; twenty in a row are not.
    private const int PortAttempts = 20;

    private readonly RunningTasks _losers = new();

    /// <inheritdoc/>
    public string Name => "auto";

    /// <inheritdoc/>
    public async Task<IPEndPoint> ListenAsync(IPEndPoint address, Action<IMeshConnection> onConnection, CancellationToken cancellationToken)
    {
        var bound = await ListenTcpAsync(address, onConnection, cancellationToken);
        return await quic.ListenAsync(bound, onConnection, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IMeshConnection> DialAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = quic.DialAsync(address, race.Token);
        await Task.WhenAny(first, Task.Delay(context.Options.TcpDelay, context.Clock, race.Token));
        if (first.IsCompletedSuccessfully)
        {
            await race.CancelAsync();
            return await first;
        }

        if (cancellationToken.IsCancellationRequested)
        {
            _losers.Start(() => DropAsync(first));
            throw new OperationCanceledException(cancellationToken);
        }

        var second = tcp.DialAsync(address, race.Token);
        var winner = await Task.WhenAny(first, second);
        var other = winner == first ? second : first;
        if (!winner.IsCompletedSuccessfully)
        {
            (winner, other) = (other, winner);
            await Task.WhenAny(winner);
        }

        await race.CancelAsync();
        if (winner.IsCompletedSuccessfully)
        {
            _losers.Start(() => DropAsync(other));
            return await winner;
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw Both(first, second);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await quic.DisposeAsync();
        await tcp.DisposeAsync();
        await _losers.WhenDoneAsync();
    }

    private async Task<IPEndPoint> ListenTcpAsync(IPEndPoint address, Action<IMeshConnection> onConnection, CancellationToken cancellationToken)
    {
        for (var attempt = 1; address.Port == 0; attempt++)
        {
            // The system chooses a number that is free for UDP; held until TCP has it too.
            using var held = UdpPort.Hold(address);
            try
            {
                return await tcp.ListenAsync((IPEndPoint)held.LocalEndPoint!, onConnection, cancellationToken);
            }
            catch (Core.StratumException) when (attempt < PortAttempts)
            {
                // Taken for TCP: another number.
            }
        }

        return await tcp.ListenAsync(address, onConnection, cancellationToken);
    }

    // The loser was told to stop; when it came up nevertheless, it is closed at once.
    private static async Task DropAsync(Task<IMeshConnection> loser)
    {
        try
        {
            await (await loser).DisposeAsync();
        }
        catch (Exception exception) when (exception is MeshConnectException or OperationCanceledException)
        {
            // It lost; the other one is up.
        }
    }

    // What the peer is found to be says more than that one of the ways to it is closed.
    private static MeshConnectException Both(Task<IMeshConnection> first, Task<IMeshConnection> second)
    {
        Exception[] causes = [CauseOf(first), CauseOf(second)];
        var reasons = causes.OfType<MeshConnectException>().Select(cause => cause.Reason);
        return new MeshConnectException(
            reasons.OrderBy(reason => reason is RefusalReason.Unreachable or RefusalReason.HandshakeTimeout).FirstOrDefault(RefusalReason.Unreachable),
            string.Join("; ", causes.Select(cause => cause.Message)),
            new AggregateException(causes));
    }

    private static Exception CauseOf(Task failed) => failed.Exception?.InnerException ?? new OperationCanceledException();
}
