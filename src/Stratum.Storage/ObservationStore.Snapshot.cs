using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The files of one moment, for a backup of a running node.</summary>
public sealed partial class ObservationStore
{
    /// <summary>
    /// Puts a store with everything that is acknowledged now into a directory that does not exist: tables and closed segments by hard links where the file
    /// system has them, the open segment as a copy. The writer pauses for it. Throws <see cref="IOException"/> when the directory cannot be written; the
    /// store goes on.
    /// </summary>
    public async Task SnapshotAsync(string directory, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ThrowIfStopped();
        var request = new AppendRequest([]) { Work = () => WriteSnapshot(new StorePaths(directory)) };
        try
        {
            await _queue.Writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(ObservationStore));
        }

        await request.Done.ConfigureAwait(false);
    }

    private void WriteSnapshot(StorePaths target)
    {
        var files = _files.Inner;
        foreach (var directory in (string[])[target.Root, target.Wal, target.Tables, target.Quarantine])
        {
            files.CreateDirectory(directory);
        }

        foreach (var table in _view.Tables)
        {
            Link(files, table.Reader.Path, target.Tables);
        }

        foreach (var name in files.ListFiles(_paths.Wal))
        {
            if (!WalFormat.TryParseFileName(name, out var segment))
            {
                continue;
            }

            if (segment == _wal.Segment)
            {
                FileContent.Keep(files, _paths.Segment(segment), target.Wal, name);
            }
            else
            {
                Link(files, _paths.Segment(segment), target.Wal);
            }
        }

        files.FlushDirectory(target.Tables);
        files.FlushDirectory(target.Wal);
        var state = new ManifestState();
        state.Apply(_manifest.State.Snapshot());
        state.Apply(Edit());
        ManifestWriter.Create(files, target.Root, state, 1).Dispose();
    }

    private static void Link(IFileSystem files, string source, string directory)
    {
        var name = Path.GetFileName(source);
        if (!files.TryLink(source, Path.Combine(directory, name)))
        {
            FileContent.Keep(files, source, directory, name);
        }
    }
}
