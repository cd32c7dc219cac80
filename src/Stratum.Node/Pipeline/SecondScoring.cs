using Microsoft.Extensions.Logging;
using Stratum.Core;
using Stratum.Validation;

namespace Stratum.Node.Pipeline;

/// <summary>Closes the validation's time windows as they end and puts the second scores in the place of the first.</summary>
internal sealed partial class SecondScoring(ValidationPipeline pipeline, IObservationStore store, TimeProvider time, ILogger<SecondScoring> logger)
{
    /// <summary>Windows are ten minutes long and closed with half a minute's grace: looking each half minute adds no more than that again.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>What the validation remembers of a series.</summary>
    private const long PastSeconds = 48 * 3600;

    private long _reportedRefused;

    /// <summary>Runs until <paramref name="stopping"/>; a failure is logged and the next windows are closed all the same.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            Relive(stopping);
            while (await timer.WaitForNextTickAsync(stopping))
            {
                Close(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The node stops; what is not scored twice keeps its first score.
        }
    }

    private void Relive(CancellationToken stopping)
    {
        try
        {
            pipeline.Relive(store.ReadContents(time.GetUtcNow().ToUnixTimeSeconds() - PastSeconds), stopping);
            // Two days of every series went through memory, and nothing as large follows: 40 of 134 MiB go back at once (docs/BENCHMARKS.md).
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotRelived(e);
        }
    }

    internal void Close(CancellationToken stopping)
    {
        try
        {
            foreach (var (observation, assessment) in pipeline.CloseWindows(time.GetUtcNow().ToUnixTimeSeconds(), stopping))
            {
                store.SetAssessment(observation, CanonicalForm.ContentIdOf(observation), assessment);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }

        if (pipeline.NotScoredTwice is var refused && refused > _reportedRefused)
        {
            LogRefused(refused - _reportedRefused);
            _reportedRefused = refused;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Second scores could not be made; the first ones stay")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "The past of the stations could not be read back; scores rest on what comes from now on")]
    private partial void LogNotRelived(Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} observations keep the score of their arrival: more were waiting for their window than may")]
    private partial void LogRefused(long count);
}
