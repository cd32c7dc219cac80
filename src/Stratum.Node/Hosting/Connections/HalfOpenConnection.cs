using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Stratum.Core;

namespace Stratum.Node.Hosting;

/// <summary>
/// A connection whose client may close its sending side before it has its answer, as <c>nc -N</c>, socat and sketches that stop after the
/// last byte do. Kestrel takes that for a client that has left, and drops what it sent. Here it is held:
/// <list type="number">
/// <item>The end of the input is shown when all before it was read (<see cref="HeldInput"/>): what has arrived whole is answered.</item>
/// <item>The client counts as gone (RequestAborted) only when the system says so, when writing fails, or when nothing has been written for
/// <see cref="SilenceMax"/>.</item>
/// <item>Whoever streams learns of the end (<see cref="ISendingSide"/>) and writes something: a client that is gone answers that with a reset.</item>
/// </list>
/// The end comes on a pool thread, checks on the timer's, writes on the request's.
/// </summary>
internal sealed class HalfOpenConnection : IDuplexPipe, ISendingSide, IDisposable
{
    // A stream's heartbeat comes every 15 s, an answer to a query well before.
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);

    // How soon a client that left frees its place.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConnectionContext _connection;
    private readonly IDuplexPipe _transport;
    private readonly CancellationToken _transportClosed;
    private readonly Socket? _socket;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private bool _isDone;
    private long _lastWritten;

    private HalfOpenConnection(ConnectionContext connection, TimeProvider time)
    {
        (_connection, _time, _transport, _transportClosed) = (connection, time, connection.Transport, connection.ConnectionClosed);
        _socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
        Input = new HeldInput(_transport.Input);
        Output = new WatchedOutput(_transport.Output, OnFlushed);
        _registration = _transportClosed.UnsafeRegister(static held => ((HalfOpenConnection)held!).OnTransportClosed(), this);
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public CancellationToken Closed => _ended.Token;

    /// <summary>Runs the rest of the connection over one that is held.</summary>
    public static async Task RunAsync(ConnectionContext connection, ConnectionDelegate next, TimeProvider time)
    {
        using var held = new HalfOpenConnection(connection, time);
        connection.Transport = held;
        connection.ConnectionClosed = held._gone.Token;
        connection.Features.Set<ISendingSide>(held);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = held._transport;
            connection.ConnectionClosed = held._transportClosed;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDone = true;
            _timer?.Dispose();
        }

        // The sources are left to the collector: a check that is under way may still cancel them.
        _registration.Dispose();
    }

    // Either the client has sent its last byte, or the connection is over.
    private void OnTransportClosed()
    {
        if (IsBroken())
        {
            Abandon();
            return;
        }

        lock (_gate)
        {
            if (_isDone)
            {
                return;
            }

            Volatile.Write(ref _lastWritten, _time.GetTimestamp());
            _timer = _time.CreateTimer(static held => ((HalfOpenConnection)held!).Check(), this, CheckInterval, CheckInterval);
        }

        _ended.Cancel();
    }

    private void Check()
    {
        if (IsBroken() || _time.GetElapsedTime(Volatile.Read(ref _lastWritten)) > SilenceMax)
        {
            Abandon();
        }
    }

    private void OnFlushed(bool isOver)
    {
        if (!_transportClosed.IsCancellationRequested)
        {
            return;
        }

        Volatile.Write(ref _lastWritten, _time.GetTimestamp());
        if (isOver)
        {
            Abandon();
        }
    }

    private void Abandon()
    {
        lock (_gate)
        {
            if (_isDone)
            {
                return;
            }

            _isDone = true;
            _timer?.Dispose();
        }

        _connection.Abort(new ConnectionAbortedException("the client closed its sending side and is gone"));
        _gone.Cancel();
    }

    // A reset, or an end that this side made. A client that only closed its sending side leaves the socket well.
    private bool IsBroken()
    {
        try
        {
            return _socket is not null && (_socket.SafeHandle.IsClosed || _socket.Poll(TimeSpan.Zero, SelectMode.SelectError));
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            return true;
        }
    }
}
