using Microsoft.Extensions.Logging;
using Stratum.Core;
using Stratum.Validation;

namespace Stratum.Node.Pipeline;

/// <summary>Closes the validation's time windows as they end and puts the second scores in the place of the first.</summary>
internal sealed partial class SecondScoring(ValidationPipeline pipeline, IObservationStore store, TimeProvider time, ILogger<SecondScoring> logger)
{
    /// <summary>Windows are ten minutes long and closed with half a minute's grace: looking each half minute adds no more than that again.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private long _reportedRefused;

    /// <summary>Runs until <paramref name="stopping"/>; a failure is logged and the next windows are closed all the same.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
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

    internal void Close(CancellationToken stopping)
    {
        try
        {
            foreach (var (observation, assessment) in pipeline.CloseWindows(time.GetUtcNow().ToUnixTimeSeconds(), stopping))
            {
                store.SetAssessment(CanonicalForm.ContentIdOf(observation), observation.Timestamp, assessment);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} observations keep the score of their arrival: more were waiting for their window than may")]
    private partial void LogRefused(long count);
}
