using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Hosting;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh;

/// <summary>
/// A node's part in the mesh: links, gossip, reconciliation, heartbeats. It hosts the protocol's state machine with sockets, a clock and
/// the store. Start it when the store is open, stop it before the store closes.
/// </summary>
public sealed partial class MeshNode : IMeshStatusSource, IMeshHost, IAsyncDisposable
{
    private readonly MeshOptions _options;
    private readonly MeshParts _parts;
    private readonly IMeshTransport _transport;
    private readonly ILogger _logger;
    private readonly MeshCounters _counters = new();
    private readonly ObservationGate _gate;
    private readonly MeshEngine _engine;
    private readonly Lock _engineLock = new();
    private readonly Channel<(MeshEvent Happened, HandledSignal? Handled)> _events =
        Channel.CreateUnbounded<(MeshEvent, HandledSignal?)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly ConcurrentDictionary<long, LinkPump> _pumps = new();
    private readonly ConcurrentDictionary<Task, byte> _tasks = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<MeshAction> _actions = [];
    private readonly ITimer _timer;
    private readonly long _startTimestamp;
    private IReadOnlyList<string> _listenAddresses = [];
    private NodeCertificate? _certificate;
    private RefusalCounters _transportRefusals = new();
    private Socket? _heartbeats;
    private Task _loop = Task.CompletedTask;
    private long _lastLink;
    private int _isElapsedPosted;
    private int _isStopped;

    internal MeshNode(MeshOptions options, MeshParts parts, IMeshTransport transport, Func<EngineSetup, EngineSetup>? adjust = null)
    {
        _options = options;
        _parts = parts;
        _transport = transport;
        _logger = parts.Loggers.CreateLogger<MeshNode>();
        _startTimestamp = parts.Time.GetTimestamp();
        var store = new StoreView(parts.Store, parts.Reconciliation);
        var setup = SetupOf(options, parts, store, _counters) with
        {
            ListenAddresses = () => _listenAddresses,
            HeartbeatPort = () => (_heartbeats?.LocalEndPoint as IPEndPoint)?.Port ?? 0,
        };
        _gate = setup.Gate;
        _engine = new MeshEngine(adjust?.Invoke(setup) ?? setup, Now());
        _timer = parts.Time.CreateTimer(_ => PostElapsed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// A node's mesh over the transports that the options and the machine allow. Throws <see cref="StratumException"/> when the options
    /// ask for QUIC and there is none, or when a formation key is missing or too short.
    /// </summary>
    public static MeshNode Create(MeshOptions options, MeshParts parts)
    {
        var certificate = NodeCertificate.Create(parts.Key);
        try
        {
            var refusals = new RefusalCounters();
            var kind = options.Transport switch
            {
                MeshTransportMode.Quic => TransportKind.Quic,
                MeshTransportMode.Tcp => TransportKind.Tcp,
                _ => TransportKind.Auto,
            };
            var transport = MeshTransportFactory.Create(
                kind, certificate, new TransportOptions(), parts.Time, parts.Loggers.CreateLogger<MeshNode>(), refusals);
            return new MeshNode(options, parts, transport) { _certificate = certificate, _transportRefusals = refusals };
        }
        catch
        {
            certificate.Dispose();
            throw;
        }
    }

    /// <summary>Where links are taken, with the port as bound; null before the start.</summary>
    public IPEndPoint? ListenAddress { get; private set; }

    /// <summary>Where heartbeats are taken, with the port as bound; null when none are.</summary>
    public IPEndPoint? HeartbeatAddress => _heartbeats?.LocalEndPoint as IPEndPoint;

    /// <summary>Completes when the mesh has stopped; fails when a fault of the program ended it, which the node must not outlive silently.</summary>
    public Task Completion => _loop;

    /// <inheritdoc/>
    public MeshStatus Status
    {
        get
        {
            lock (_engineLock)
            {
                return _engine.Status(Now(), _transportRefusals) with { ListenAddresses = _listenAddresses };
            }
        }
    }

    TimeProvider IMeshHost.Time => _parts.Time;

    IVerifiedIntake IMeshHost.Intake => _parts.Intake;

    IWithdrawals IMeshHost.Withdrawals => _parts.Withdrawals;

    /// <summary>Tells the neighbours what this node's operator withdrew and <see cref="MeshParts.Withdrawals"/> holds.</summary>
    public void Spread(IReadOnlyList<SignedWithdrawal> added) => ((IMeshHost)this).Post(new MeshEvent.Withdrawn(added));

    /// <summary>Binds, begins to dial, and returns. Throws <see cref="StratumException"/> when a port cannot be had.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        BindHeartbeats();
        ListenAddress = await _transport.ListenAsync(_options.Listen, connection => Open(connection, slot: null), cancellationToken);
        _listenAddresses = [ListenAddress.ToString()];
        LogListening(_transport.Name, ListenAddress.ToString(), HeartbeatAddress?.ToString() ?? "off", _options.NetworkId);
        var subscription = _parts.Bus.Subscribe(PublishedQueueMax);
        _loop = RunLoopAsync();
        Track(PublishAsync(subscription));
        if (_heartbeats is not null)
        {
            Track(ReceiveHeartbeatsAsync(_heartbeats));
        }

        if (_options.FindsLocalNodes && !IPAddress.IsLoopback(ListenAddress.Address))
        {
            Track(FindLocalNodesAsync(ListenAddress));
        }

        PostElapsed();
        if (_parts.Meter is { } meter)
        {
            MeshMetrics.Create(meter, _counters, _transportRefusals, () => Status);
        }
    }

    /// <summary>Says goodbye to every link, sends what waits, closes. Nothing more reaches the intake afterwards.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        ((IMeshHost)this).Post(new MeshEvent.Stopping());
        _heartbeats?.Dispose();
        // First the goodbyes: every link closes within its deadline.
        await Task.WhenAll(_tasks.Keys);
        await _transport.DisposeAsync();
        await Task.WhenAll(_tasks.Keys);
        _events.Writer.TryComplete();
        await _timer.DisposeAsync();
        await _loop;
        LogStopped();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _certificate?.Dispose();
        _stopping.Dispose();
    }

    Moment IMeshHost.Now() => Now();

    void IMeshHost.Post(MeshEvent happened, HandledSignal? handled)
    {
        if (!_events.Writer.TryWrite((happened, handled)))
        {
            handled?.Release();
        }
    }

    long IMeshHost.BytesPerSecond(TrafficClass trafficClass) => trafficClass switch
    {
        TrafficClass.Live => _options.LiveBytesPerSecond,
        TrafficClass.Sync => _options.SyncBytesPerSecond,
        _ => 0,
    };

    BatchJudge IMeshHost.NewJudge(long link) => new(_gate, _counters, link, NewObservationBudget());

    private Moment Now() => new(
        _parts.Time.GetElapsedTime(_startTimestamp).Ticks / TimeSpan.TicksPerMicrosecond, _parts.Time.GetUtcNow().ToUnixTimeMilliseconds());

    private void PostElapsed()
    {
        if (Interlocked.Exchange(ref _isElapsedPosted, 1) == 0)
        {
            ((IMeshHost)this).Post(new MeshEvent.Elapsed());
        }
    }

    // One loop feeds the engine; what it wants done is done here in order, and nothing here waits.
    private async Task RunLoopAsync()
    {
        try
        {
            while (await _events.Reader.WaitToReadAsync())
            {
                while (_events.Reader.TryRead(out var next))
                {
                    Handle(next.Happened);
                    next.Handled?.Release();
                }

                Rearm();
            }
        }
        catch (Exception e)
        {
            LogFault(e);
            _events.Writer.TryComplete();
            foreach (var pump in _pumps.Values)
            {
                pump.Close();
            }

            throw;
        }
    }

    private void Handle(MeshEvent happened)
    {
        if (happened is MeshEvent.Elapsed)
        {
            Volatile.Write(ref _isElapsedPosted, 0);
        }

        try
        {
            lock (_engineLock)
            {
                _engine.Handle(happened, Now(), _actions);
            }
        }
        catch (Exception e) when (happened is MeshEvent.Arrived or MeshEvent.Taken)
        {
            // A frame that meets a fault of this program must not take the mesh down with it: its link ends, and the log says so.
            LogLinkFault(e);
            AbortLink(happened);
        }

        foreach (var action in _actions)
        {
            Do(action);
        }

        _actions.Clear();
    }

    private void AbortLink(MeshEvent happened)
    {
        var link = happened is MeshEvent.Arrived arrived ? arrived.Link : ((MeshEvent.Taken)happened).Link;
        if (_pumps.TryGetValue(link, out var pump))
        {
            pump.Abort();
        }
    }

    private void Rearm()
    {
        long dueMs;
        lock (_engineLock)
        {
            dueMs = _engine.DueMs();
        }

        if (dueMs != long.MaxValue)
        {
            // At least 1 ms: what is due at this very moment was just handled.
            _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(dueMs - Now().ElapsedMs, 1, 60_000)), Timeout.InfiniteTimeSpan);
        }
    }

    private void Track(Task task)
    {
        _tasks.TryAdd(task, 0);
        _ = task.ContinueWith(done => _tasks.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private static ulong NewIncarnation(TimeProvider time) => (ulong)time.GetUtcNow().ToUnixTimeMilliseconds();

    private static int NewSeed() => RandomNumberGenerator.GetInt32(int.MaxValue);
}
