using Stratum.Core;
using Stratum.Simulation;

namespace Stratum.Storage.Tests;

/// <summary>A store on a simulated disk that can be closed, killed and opened again.</summary>
internal sealed class StoreFixture : IAsyncDisposable
{
    public const string Directory = "/data/store";

    private ObservationStore? _store;

    public SimulatedFileSystem Files { get; set; } = new();

    public ManualTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(Make.Midnight + 43_200));

    public FixedTrust Trust { get; } = new();

    public List<StoreIntegrityException> Damage { get; } = [];

    public List<string> Notices { get; } = [];

    public List<string> Retired { get; } = [];

    /// <summary>Small: every test would write it.</summary>
    public int ReserveBytes { get; set; } = 64;

    public List<StoredObservation> Published { get; } = [];

    public StoreOptions Options { get; set; } = new() { Directory = Directory };

    public ObservationStore Store => _store ?? Open();

    public ObservationStore Open()
    {
        _store = ObservationStore.Open(
            Options with
            {
                OnDamage = damage => { lock (Damage) { Damage.Add(damage); } },
                OnDurable = Published.AddRange,
                OnNotice = Notices.Add,
                OnRetired = Retired.Add,
                ReserveBytes = ReserveBytes,
                Background = RunInPlace,
            },
            Files,
            Time,
            Trust);
        return _store;
    }

    public async Task<ObservationStore> ReopenAsync()
    {
        await CloseAsync();
        return Open();
    }

    /// <summary>Power cut, then a new start on what the disk kept.</summary>
    public async Task<ObservationStore> CrashAsync(SurvivingWrites surviving = SurvivingWrites.None, int seed = 1)
    {
        Files = Files.AfterCrash(surviving, seed);
        await CloseAsync();
        return Open();
    }

    public async Task<AppendOutcome[]> AppendAsync(params NewObservation[] rows) => [.. await Store.AppendAsync(rows, CancellationToken.None)];

    public async Task CloseAsync()
    {
        if (_store is { } store)
        {
            _store = null;
            await store.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    // Merges in the writer's own step: the same operations in the same order each time.
    private static Task<MergeResult> RunInPlace(Func<MergeResult> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception exception)
        {
            return Task.FromException<MergeResult>(exception);
        }
    }

    public List<StoredObservation> All(ObservationQuery? query = null) => [.. Store.Query(query ?? new ObservationQuery { AllDuplicates = true })];

    public static List<ContentId> Ids(IEnumerable<StoredObservation> rows) => [.. rows.Select(static row => row.Observation.ContentId)];
}
