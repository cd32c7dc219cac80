using System.Collections.Concurrent;

namespace Stratum.Ingest;

/// <content>Why a table reads nothing.</content>
internal sealed partial class MqttAdapter
{
    // Longer than the interval of nearly every device; one that speaks every hour puts an end to the hint by speaking.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan SilencePoll = TimeSpan.FromSeconds(1);

    // A look at everything that a broker has: what is retained comes within a second, what lives within a few; more is no business of this node.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private const int LookMessagesMax = 2_000;
    private const int LookTopicsMax = 256;

    private long? _firstConnectedAt;
    private bool _hasLooked;

    /// <summary>Once, when nothing was read for ten minutes: says so, with what the broker has instead.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var startedAt = _firstConnectedAt ??= Frame.Time.GetTimestamp();
        while (!_hasLooked && Frame.Time.GetElapsedTime(startedAt) < Silence)
        {
            await Task.Delay(SilencePoll, Frame.Time, cancellationToken).ConfigureAwait(false);
            if (_tally.Counts.Read > 0)
            {
                return;
            }
        }

        if (_hasLooked)
        {
            return;
        }

        _hasLooked = true;
        var counts = _tally.Counts;
        var hint = counts.Seen > 0 ? UnmatchedHint.OfMessages(counts) : await LookAroundAsync(cancellationToken).ConfigureAwait(false);
        if (_tally.Hint(hint))
        {
            Frame.Logger.Unmatched(Frame.Name, hint);
        }
    }

    private async Task<string> LookAroundAsync(CancellationToken cancellationToken)
    {
        var topics = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var isRefused = false;
        try
        {
            var own = options with { ClientId = MqttFactory.ClientIdOf($"{options.ClientId}\nlook"), IsCleanSession = true, StatusTopic = null };
            await using var connection = await MqttConnection.OpenAsync(own, Frame.Time, cancellationToken).ConfigureAwait(false);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var messages = 0;
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = connection.RunAsync(
                (message, _) =>
                {
                    if (topics.Count < LookTopicsMax)
                    {
                        topics[message.Topic] = true;
                    }

                    if (++messages >= LookMessagesMax)
                    {
                        enough.TrySetResult();
                    }

                    return ValueTask.CompletedTask;
                },
                (_, _) => ValueTask.CompletedTask,
                ended.Token);
            isRefused = (await connection.SubscribeAsync(["#"], 0, cancellationToken).ConfigureAwait(false)) is [> 2, ..];
            if (!isRefused)
            {
                await Task.WhenAny(running, enough.Task, Task.Delay(Look, Frame.Time, cancellationToken)).ConfigureAwait(false);
            }

            await ended.CancelAsync().ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            // Brokers that take one connection of a user, or end it for asking.
            isRefused = true;
            Frame.Logger.Stopped(Frame.Name, e.Message);
        }

        return UnmatchedHint.OfTopics(reader.Filters, [.. topics.Keys], isRefused);
    }
}
