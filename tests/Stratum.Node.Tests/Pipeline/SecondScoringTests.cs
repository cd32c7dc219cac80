using Microsoft.Extensions.Logging.Abstractions;
using Stratum.Core;
using Stratum.Node.Pipeline;
using Stratum.Storage;
using Stratum.Validation;

namespace Stratum.Node.Tests.Pipeline;

/// <summary>Scoring, storing and scoring again, with a real store.</summary>
public sealed class SecondScoringTests : IAsyncDisposable
{
    private const long Noon = 1_795_176_000;

    private readonly string _directory = Directory.CreateTempSubdirectory("stratum-second-").FullName;
    private readonly SettableTime _time = new() { Now = DateTimeOffset.FromUnixTimeSeconds(Noon) };
    private readonly NodeKey _key = NodeKey.FromSeed(new byte[NodeKey.SeedSize]);
    private readonly ObservationStore _store;
    private readonly ValidationPipeline _pipeline;

    public SecondScoringTests()
    {
        var trust = new SignerTrust(_key.NodeId, []);
        _store = ObservationStore.Open(new StoreOptions { Directory = Path.Combine(_directory, "store") }, PhysicalFileSystem.Instance, _time, trust);
        _pipeline = new ValidationPipeline(_store, QuantityRegistry.Default, new ValidationOptions(), ValidatorRegistry.Create(trust), trust);
    }

    [Fact]
    public async Task Close_AfterTheWindow_ReplacesTheFirstScoreInTheStore()
    {
        var early = await HearAsync("early", 16, 0, Noon);
        for (var i = 1; i <= 12; i++)
        {
            await HearAsync($"n{i}", 10 + (0.1 * (i % 3)), i, Noon);
        }

        var scoring = new SecondScoring(_pipeline, _store, _time, NullLogger<SecondScoring>.Instance);
        scoring.Close(CancellationToken.None);
        Assert.Equal(QualityFlag.Good, _store.Find(early.ContentId, Noon)!.Assessment.Flag);

        _time.Now = DateTimeOffset.FromUnixTimeSeconds(Noon + 630);
        scoring.Close(CancellationToken.None);

        var second = _store.Find(early.ContentId, Noon)!.Assessment;
        Assert.Equal(QualityFlag.Fail, second.Flag);
        Assert.Contains(second.Reasons, reason => reason.Contains("degC above 12 neighbours", StringComparison.Ordinal));
        Assert.Equal(13, _pipeline.Status.ScoredTwice);
        Assert.Equal(second, _store.LatestOf(new StationKey(_key.NodeId, "early"))[0].Assessment);
    }

    [Fact]
    public async Task RunAsync_AfterARestart_ReadsTheStationsPastBack()
    {
        for (var hour = -30; hour < 0; hour++)
        {
            await HearAsync("old", 10 + (hour % 3), 0, Noon + (hour * 3600));
        }

        var trust = new SignerTrust(_key.NodeId, []);
        var restarted = new ValidationPipeline(_store, QuantityRegistry.Default, new ValidationOptions(), ValidatorRegistry.Create(trust), trust);
        using var stopping = new CancellationTokenSource();
        var running = Task.Run(() => new SecondScoring(restarted, _store, _time, NullLogger<SecondScoring>.Instance).RunAsync(stopping.Token));
        var next = Observe("old", 10, 0, Noon);
        for (var deadline = TimeProvider.System.GetUtcNow().AddSeconds(60); restarted.Score(next).Temporal is null;)
        {
            Assert.True(TimeProvider.System.GetUtcNow() < deadline, "the past was not read back");
            await Task.Yield();
        }

        await stopping.CancelAsync();
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _key.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<SignedObservation> HearAsync(string device, double value, int place, long timestamp)
    {
        var observation = Observe(device, value, place, timestamp);
        var signed = ObservationSigner.Sign(observation, _key);
        var assessment = _pipeline.Score(observation);
        var outcomes = await _store.AppendAsync([new NewObservation(signed, timestamp * 1000, ReceivedVia.Local, TimeSource.Device, assessment)], default);
        Assert.Equal(AppendOutcome.Added, outcomes[0]);
        _pipeline.Learn(observation, assessment);
        return signed;
    }

    private Observation Observe(string device, double value, int place, long timestamp)
    {
        var draft = new ObservationDraft { Timestamp = timestamp, Value = value, Latitude = 52 + (0.02 * (place % 4)), Longitude = 13 + (0.03 * (place / 4)) };
        draft[TextField.DeviceId] = device;
        draft[TextField.ReadingType] = "temperature";
        draft[TextField.Unit] = "\u00b0C";
        Assert.True(ObservationBuilder.TryBuild(draft, _key.NodeId, out var observation, out _));
        return observation;
    }

    private sealed class SettableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
