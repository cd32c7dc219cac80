using Stratum.Core;

namespace Stratum.Ingest.Tests;

/// <summary>An adapter that runs into a fake intake until the test ends.</summary>
internal sealed class AdapterRun : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public AdapterRun(IIngestAdapter adapter, FakeIntake intake)
    {
        (Adapter, Intake) = (adapter, intake);
        _running = Task.Run(() => adapter.RunAsync(intake, _stop.Token));
    }

    public IIngestAdapter Adapter { get; }

    public FakeIntake Intake { get; }

    /// <summary>Waits until the condition holds; fails with the adapter's last error when it does not in time.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            Assert.False(_running.IsCompleted, $"the adapter ended: {_running.Exception}");
            Assert.True(!deadline.IsCancellationRequested, $"in state {Adapter.Status.State}; last error: {Adapter.Status.LastError}");
            await timer.WaitForNextTickAsync();
        }
    }

    public Task UntilReadingsAsync(int count) => UntilAsync(() => Adapter.Status.Accepted + Adapter.Status.Duplicates >= count);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Deadline);
        Assert.Equal("stopped", Adapter.Status.State);
        _stop.Dispose();
    }
}
