using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Stratum.Api;
using Stratum.Core;
using Stratum.Ingest;
using Stratum.Mesh;
using Stratum.Node.Bus;
using Stratum.Node.Configuration;
using Stratum.Node.Control;
using Stratum.Node.Pipeline;
using Stratum.Storage;
using Stratum.Validation;

namespace Stratum.Node.Hosting;

/// <summary>
/// The parts of a node, wired. Start: store (recovery), scores of recovered rows, adapters, listeners. Stop, in order:
/// nothing new is taken, what is under way becomes durable, streams end, the store is flushed and closed.
/// </summary>
internal sealed partial class StratumNode : IAsyncDisposable
{
    private readonly StratumOptions _options;
    private readonly NodeKey _key;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Meter _meter = new("Stratum");
    private readonly ObservationBus _bus = new();
    private readonly ClockWitness _witness;
    private readonly List<IIngestAdapter> _adapters = [];
    private readonly List<Task> _adapterTasks = [];
    private long _lastRefusedQueryMinute;
    private PrometheusExporter? _metrics;
    private ObservationStore? _store;
    private WithdrawalStore? _withdrawals;
    private ObservationIntake? _intake;
    private Task _secondScoring = Task.CompletedTask;
    private MeshNode? _mesh;
    private WebApplication? _api;
    private WebApplication? _ingest;
    private WebApplication? _control;

    public StratumNode(StratumOptions options, NodeKey key, ILoggerFactory loggers, TimeProvider time)
    {
        _options = options;
        _key = key;
        _loggers = loggers;
        _logger = loggers.CreateLogger<StratumNode>();
        _time = time;
        _witness = new ClockWitness(time, KernelClockState.Read);
    }

    /// <summary>Whether the store stopped taking writes; the process then ends with <see cref="ExitCode.StoreStopped"/>.</summary>
    public bool IsStoreStopped => _store is { } store && store.Status.State != "ok";

    /// <summary>Completes, as failed, when a fault of the program ended a part that the node must not go on without.</summary>
    public Task Fault => _mesh?.Completion ?? Task.CompletedTask;

    /// <summary>Brings the node up. Throws <see cref="StratumException"/> when the machine does not allow it; dispose it then as well.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var identity = new NodeIdentity(_key.NodeId, _options.Node.Name, ProgramVersion.Text, _time.GetUtcNow().ToUnixTimeMilliseconds());
        LogStarting(identity.Version, identity.NodeId.ToString());
        // Listens before the parts make their instruments, so that no count is missed.
        _metrics = new PrometheusExporter(_meter);
        var trust = new SignerTrust(_key.NodeId, _options.Trust.Trusted);
        var fanOut = new DurableFanOut(_bus);
        _store = OpenStore(trust, fanOut);
        _withdrawals = WithdrawalStore.Open(PhysicalFileSystem.Instance, _options.Node.StoragePath);
        var scorer = new ValidationPipeline(
            new StandingObservations(_store, _withdrawals),
            QuantityRegistry.Default, ValidationOptionsOf(_options.Validation), ValidatorRegistry.Create(trust), trust);
        Rescore(_store, scorer);
        fanOut.Attach(scorer, _withdrawals);
        var secondScoring = new SecondScoring(scorer, _store, _time, _loggers.CreateLogger<SecondScoring>());
        _secondScoring = Task.Run(() => secondScoring.RunAsync(_stopping.Token), CancellationToken.None);
        _intake = new ObservationIntake(_key, _store, scorer, IntakeOptionsOf(_options), _time, _loggers.CreateLogger<ObservationIntake>());

        var clock = new ClockPlausibility(_time);
        var ingest = CreateIngest(clock);
        _adapters.Add(ingest);
        AddSensors(ingest);
        if (MqttOutputSetup.Create(_options.MqttOut, ingest, _bus, _store, _key.NodeId) is { } output)
        {
            _adapters.Add(output);
        }

        _mesh = CreateMesh(_store, scorer, trust, identity);
        _witness.Attach(_mesh);
        var services = new ApiServices
        {
            Store = _store,
            Withdrawals = _withdrawals,
            Bus = _bus,
            Scorer = scorer,
            Identity = identity,
            Trust = trust,
            Time = _time,
            Metrics = _metrics,
            Mesh = _mesh,
            HealthChecks = [new StoreHealth(_store), new RetentionHealth(_store), new ShutdownHealth(_stopping.Token), clock],
            Adapters = _adapters,
            RefusedSenders = ingest.RefusedSenders,
            Options = ApiOptionsOf(_options),
            Stopping = _stopping.Token,
        };
        foreach (var adapter in _adapters)
        {
            _adapterTasks.Add(RunAdapterAsync(adapter));
        }

        var ingestAddress = await ListenForIngestAsync(ingest, cancellationToken);
        var apiAddress = await ListenForQueriesAsync(services, cancellationToken);
        await _mesh.StartAsync(cancellationToken);
        _control = await ListenForOrdersAsync(_store, trust, cancellationToken);
        LogListening("Query API", apiAddress);
        LogListening("Ingest", ingestAddress);
        LogReady((long)_time.GetElapsedTime(started).TotalMilliseconds, _store.Status.Observations, _store.Status.RecoveredObservations);
    }

    public async ValueTask DisposeAsync()
    {
        LogStopping();
        _intake?.Close();
        await _stopping.CancelAsync();
        foreach (var application in (WebApplication?[])[_ingest, _api, _control])
        {
            if (application is not null)
            {
                await application.StopAsync();
                await application.DisposeAsync();
            }
        }

        await Task.WhenAll(_adapterTasks);
        await _secondScoring;
        _witness.Dispose();
        if (_mesh is not null)
        {
            // Before the store: what a peer is told to be stored is durable.
            await _mesh.DisposeAsync();
        }

        _withdrawals?.Dispose();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        _metrics?.Dispose();
        _meter.Dispose();
        _stopping.Dispose();
        LogStopped();
    }

    private ObservationStore OpenStore(ISignerTrust trust, DurableFanOut fanOut)
    {
        var directory = _options.Node.StoragePath;
        try
        {
            return ObservationStore.Open(
                StoreOptionsOf(_options) with
                {
                    OnDurable = fanOut.OnDurable,
                    OnDamage = damage => LogDamage(damage.Message),
                    Meter = _meter,
                    OnNotice = notice => LogRetention(notice),
                    OnRetired = day => LogRetired(day),
                    Witness = _witness,
                    OnStopped = stopped => LogStoreStopped(stopped.Message),
                },
                PhysicalFileSystem.Instance,
                _time,
                trust);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StratumException($"the data directory {directory} ([node] storage_path) cannot be used: {e.Message}", ExitCode.Usage, e);
        }
    }

    private MeshNode CreateMesh(ObservationStore store, IObservationScorer scorer, ISignerTrust trust, NodeIdentity identity) => MeshNode.Create(
        MeshOptionsOf(_options, identity),
        new MeshParts
        {
            Key = _key,
            Store = store,
            Withdrawals = _withdrawals!,
            Reconciliation = store,
            Intake = new VerifiedIntake(store, scorer, trust, _options.Trust.Policy == "keep", _time),
            Trust = trust,
            Bus = _bus,
            Time = _time,
            Loggers = _loggers,
            Meter = _meter,
        });

    // Readings go first: an import leaves them half of the cores.
    private Task<WebApplication?> ListenForOrdersAsync(ObservationStore store, ISignerTrust trust, CancellationToken cancellationToken)
    {
        var snapshots = new SnapshotRoutes(_options.Node.StoragePath, store, _loggers.CreateLogger<SnapshotRoutes>(), _stopping.Token);
        var withdrawals = new OwnWithdrawals(_key, store, _withdrawals!, _mesh!.Spread, _time);
        return ControlServer.StartAsync(
            _options.Node.StoragePath,
            _loggers,
            application =>
            {
                HistoryRoutes.Map(application, CreateHistoryIntake(store, trust));
                WithdrawalRoutes.Map(application, withdrawals);
                snapshots.Map(application);
            },
            cancellationToken);
    }

    private HistoryIntake CreateHistoryIntake(ObservationStore store, ISignerTrust trust) => new(
        _key, store, trust, _options.Trust.Policy == "keep", IntakeOptionsOf(_options), Math.Max(1, Environment.ProcessorCount / 2), _time);

    // Scores are not in the write-ahead log: rows younger than the last flush come back without one.
    private static void Rescore(ObservationStore store, ValidationPipeline scorer)
    {
        var history = new HistoryScore(QuantityRegistry.Default);
        foreach (var stored in store.Unscored())
        {
            if (stored.ReceivedVia == ReceivedVia.Import)
            {
                store.SetAssessment(stored.Observation.Observation, stored.Observation.ContentId, history.Of(stored.Observation.Observation));
                continue;
            }

            var assessment = scorer.Score(stored.Observation.Observation);
            store.SetAssessment(stored.Observation.Observation, stored.Observation.ContentId, assessment);
            scorer.Learn(stored.Observation.Observation, assessment);
        }
    }

    private HttpIngest CreateIngest(ClockPlausibility clock) => new(
        HttpIngestOptionsOf(_options), new TokenStore(_options.Ingest.TokensPath, _time), clock, new IngestMetrics(_meter), _time,
        _loggers.CreateLogger<HttpIngest>());

    private void AddSensors(HttpIngest ingest)
    {
        var factories = AdapterRegistry.Create(ingest, _key.NodeId.ToString(), new OwnObservations(_store!, _key.NodeId));
        foreach (var sensor in _options.Sensors)
        {
            _adapters.Add(factories[sensor.Adapter].Create(sensor));
        }

        foreach (var (sensor, reason) in _options.Misconfigured)
        {
            var leftOut = MisconfiguredSensor.Create(ingest, sensor, reason);
            LogMisconfigured(leftOut.Name, leftOut.Kind, reason);
            _adapters.Add(leftOut);
        }
    }

    // An adapter handles its device's errors itself; what leaves it is a fault of the program and must be seen.
    private async Task RunAdapterAsync(IIngestAdapter adapter)
    {
        try
        {
            await adapter.RunAsync(_intake!, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The node stops.
        }
        catch (Exception e)
        {
            LogAdapterFault(adapter.Name, adapter.Kind, e);
        }
    }

    private async Task<string> ListenForIngestAsync(HttpIngest ingest, CancellationToken cancellationToken)
    {
        var options = new ListenerOptions("ingest_listen", _options.Network.IngestListen)
        {
            ApplyLimits = kestrel => kestrel.ApplyLimits(HttpIngestOptionsOf(_options)),
            Certificate = _options.Ingest.Tls == "off" ? null : TlsCertificate.Load(_options.Api),
            TakesPlain = _options.Ingest.Tls == "both",
            PlainAdvice = "let it use https://, or set [ingest] tls = \"both\"",
            MendsRequestLines = true,
            OnRefused = refused => ingest.NoteRefusal(refused.Remote, refused.Target, refused.Cause, refused.Status, refused.Reason, refused.Advice),
            Time = _time,
        };
        _ingest = KestrelListener.Create(options, _loggers, _ => { });
        _ingest.UseRouting();
        _ingest.MapIngest(ingest);
        await KestrelListener.StartAsync(_ingest, options, cancellationToken);
        return AddressOf(_ingest) + (options is { Certificate: not null, TakesPlain: true } ? " (and plain HTTP)" : "");
    }

    private async Task<string> ListenForQueriesAsync(ApiServices services, CancellationToken cancellationToken)
    {
        var options = new ListenerOptions("api_listen", _options.Network.ApiListen)
        {
            ApplyLimits = kestrel => kestrel.LimitQueryApi(services.Options),
            Certificate = TlsCertificate.Load(_options.Api),
            OnRefused = NoteRefusedQuery,
            Time = _time,
        };
        _api = KestrelListener.Create(options, _loggers, collection => collection.AddQueryApi());
        _api.UseQueryApi(services);
        await KestrelListener.StartAsync(_api, options, cancellationToken);
        return AddressOf(_api);
    }

    // One line a minute is enough to find it by; no query holds a secret of this node's.
    private void NoteRefusedQuery(RefusedConnection refused)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        if (Interlocked.Exchange(ref _lastRefusedQueryMinute, now / 60) != now / 60)
        {
            LogRefusedQuery(refused.Remote, refused.Status, refused.Reason, refused.Advice);
        }
    }

    private static string AddressOf(WebApplication application) =>
        application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
}
