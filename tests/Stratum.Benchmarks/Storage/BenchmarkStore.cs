using Stratum.Core;
using Stratum.Storage;

namespace Stratum.Benchmarks;

/// <summary>Stores on real files with the node's own settings, except that nothing is too old.</summary>
internal static class BenchmarkStore
{
    public static ObservationStore Open(string directory, IFileSystem? files = null, Func<StoreOptions, StoreOptions>? change = null, TimeProvider? time = null)
    {
        var options = new StoreOptions { Directory = directory, MaxAgeDays = 0, MergeQuietSeconds = 0 };
        return ObservationStore.Open(change?.Invoke(options) ?? options, files ?? PhysicalFileSystem.Instance, time ?? TimeProvider.System,
            KnownTrust.Instance);
    }

    /// <summary>Appends in large batches, several under way at once, and returns when all are durable.</summary>
    public static async Task FillAsync(ObservationStore store, IEnumerable<NewObservation> rows)
    {
        var pending = new Queue<Task>();
        foreach (var batch in rows.Chunk(1000))
        {
            pending.Enqueue(store.AppendAsync(batch, CancellationToken.None).AsTask());
            if (pending.Count > 8)
            {
                await pending.Dequeue();
            }
        }

        await Task.WhenAll(pending);
    }

    /// <summary>Waits until no day that is over has more tables than the store leaves it: a small late one stays beside a large one.</summary>
    public static async Task MergedAsync(ObservationStore store, int tables)
    {
        // The store looks for merges once a minute; a finished one starts the next at once.
        const int stillWaits = 1_500;
        var (last, still) = (store.Status.Tables, 0);
        while (last > tables && still < stillWaits)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            still = store.Status.Tables == last ? still + 1 : 0;
            last = store.Status.Tables;
        }
    }

    public static long BytesIn(string directory, string pattern = "*") =>
        Directory.Exists(directory) ? new DirectoryInfo(directory).EnumerateFiles(pattern, SearchOption.AllDirectories).Sum(static file => file.Length) : 0;
}
