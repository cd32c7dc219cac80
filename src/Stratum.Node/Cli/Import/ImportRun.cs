using System.Threading.Channels;
using Stratum.Ingest;

namespace Stratum.Node.Cli;

/// <summary>
/// One file from reading to the store: one task reads and makes batches, two hand them on, so that one batch is signed while another becomes durable.
/// Never more than five batches are in memory.
/// </summary>
internal static class ImportRun
{
    private const int BatchEntries = 4096;

    /// <summary>One signs while the other waits for the disk. A survey takes one: gaps are seen in the order of the file.</summary>
    public const int Workers = 2;

    // Signed lines are the longest entries, 1.4 KiB as a rule and 256 KiB at most.
    private const int BatchBytes = 4 << 20;

    /// <summary>Reads to the end or until <paramref name="stop"/>; what was handed on before is counted.</summary>
    public static async Task<ImportResult> RunAsync(
        string file, HistorySource source, IHistorySink sink, int workers, Action<ImportResult>? progress, CancellationToken stop)
    {
        var result = new ImportResult(file, source.Format);
        // A failure on one side ends the other.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var batches = Channel.CreateBounded<List<HistoryEntry>>(new BoundedChannelOptions(workers));
        var reading = Task.Run(() => ReadAsync(source, batches.Writer, result, ended.Token), CancellationToken.None);
        var working = Enumerable.Range(0, workers)
            .Select(_ => Task.Run(() => WorkAsync(batches.Reader, sink, result, progress, ended), CancellationToken.None))
            .ToList();
        try
        {
            await Task.WhenAll([reading, .. working]);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            result.IsInterrupted = true;
        }

        result.Rows = source.Rows;
        result.LeftOut = [.. source.LeftOut.OrderBy(static pair => pair.Key, StringComparer.Ordinal)];
        return result;
    }

    private static async Task ReadAsync(HistorySource source, ChannelWriter<List<HistoryEntry>> batches, ImportResult result, CancellationToken ended)
    {
        try
        {
            var batch = new List<HistoryEntry>(BatchEntries);
            long bytes = 0;
            await foreach (var entry in source.ReadAsync(ended))
            {
                if (entry.Error is { } error)
                {
                    result.Refuse(entry.Line, error);
                    continue;
                }

                batch.Add(entry);
                bytes += entry.SignedLine.Length;
                if (batch.Count == BatchEntries || bytes >= BatchBytes)
                {
                    await batches.WriteAsync(batch, ended);
                    (batch, bytes) = (new List<HistoryEntry>(BatchEntries), 0);
                }
            }

            if (batch.Count > 0)
            {
                await batches.WriteAsync(batch, ended);
            }

            batches.Complete();
        }
        catch (Exception e)
        {
            batches.Complete(e is OperationCanceledException ? null : e);
            throw;
        }
    }

    private static async Task WorkAsync(
        ChannelReader<List<HistoryEntry>> batches, IHistorySink sink, ImportResult result, Action<ImportResult>? progress, CancellationTokenSource ended)
    {
        try
        {
            await foreach (var batch in batches.ReadAllAsync(ended.Token))
            {
                result.Count(batch, await sink.SubmitAsync(batch, ended.Token));
                progress?.Invoke(result);
            }
        }
        catch
        {
            await ended.CancelAsync();
            throw;
        }
    }
}
