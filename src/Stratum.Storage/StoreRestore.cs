using Stratum.Core;

namespace Stratum.Storage;

/// <summary>What makes restored files a store of their own.</summary>
public static class StoreRestore
{
    /// <summary>
    /// Begins a new life of the store in a directory: cursors that its former self gave are not its own, since it gives their numbers again. Throws
    /// <see cref="StratumException"/> when there is no store.
    /// </summary>
    public static ArrivalEpoch BeginLife(string directory, IFileSystem files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var paths = new StorePaths(directory);
        foreach (var folder in (string[])[paths.Wal, paths.Tables, paths.Quarantine])
        {
            // A backup has none of an empty one.
            files.CreateDirectory(folder);
        }

        var manifest = ManifestReader.Read(files, directory);
        if (manifest.State is not { } state)
        {
            throw new StratumException($"{directory} holds no store that can be read: the backup is not whole");
        }

        var epoch = ObservationStore.NewEpoch(bareThrough: 0);
        state.Apply(state.Snapshot() with { Added = [], Removed = [], Flushed = [], Epoch = epoch });
        ManifestWriter.Create(files, directory, state, manifest.HighestNumber + 1).Dispose();
        return epoch;
    }
}
