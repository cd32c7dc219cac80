using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// Looks at the data directory of a stopped node without changing a byte of it: only the lock is taken. Everything that a start would mend
/// (a torn tail, a leftover file) stays as it is.
/// </summary>
public sealed partial class StoreInspection : IDisposable
{
    /// <summary>Defects that a result lists: a lost disk has millions.</summary>
    public const int DefectsKept = 100;

    private readonly IFileSystem _files;
    private readonly StorePaths _paths;
    private readonly IDisposable _lock;
    private readonly SeriesCatalogue _catalogue = new();
    private readonly ManifestReader.Result _manifest;
    private readonly List<(string Path, long Length)> _tables = [];
    private readonly SortedList<ulong, (string Path, long Length)> _segments = [];

    private StoreInspection(IFileSystem files, StorePaths paths, IDisposable directoryLock)
    {
        (_files, _paths, _lock) = (files, paths, directoryLock);
        _manifest = ManifestReader.Read(files, paths.Root);
        foreach (var name in files.ListFiles(paths.Tables).Order(StringComparer.Ordinal))
        {
            if (TableFormat.TryParseFileName(name, out var table) && (_manifest.State is null || !_manifest.IsWhole || _manifest.State.Tables.Contains(table)))
            {
                _tables.Add((Path.Combine(paths.Tables, name), LengthOf(Path.Combine(paths.Tables, name))));
            }
        }

        foreach (var name in files.ListFiles(paths.Wal))
        {
            if (WalFormat.TryParseFileName(name, out var segment))
            {
                _segments.Add(segment, (paths.Segment(segment), LengthOf(paths.Segment(segment))));
            }
        }
    }

    private long TotalBytes => _tables.Sum(static table => table.Length) + _segments.Values.Sum(static segment => segment.Length);

    /// <summary>
    /// Takes the lock of a data directory. Throws <see cref="StratumException"/> when there is no store or a node is running on it.
    /// </summary>
    public static StoreInspection Open(string directory, IFileSystem files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var paths = new StorePaths(directory);
        if (!files.Exists(Path.Combine(directory, ManifestFormat.Current)) && !files.Exists(paths.Lock))
        {
            throw new StratumException($"there is no store in {directory}; name the data directory with --data-dir, or the configuration with --config");
        }

        IDisposable directoryLock;
        try
        {
            directoryLock = files.Lock(paths.Lock);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StratumException(
                $"{directory} is in use or cannot be locked ({exception.Message}); stop the node first: a store that is being written cannot be inspected",
                ExitCode.Usage,
                exception);
        }

        try
        {
            return new StoreInspection(files, paths, directoryLock);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            directoryLock.Dispose();
            throw new StratumException($"{directory} cannot be read: {exception.Message}", ExitCode.Usage, exception);
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose() => _lock.Dispose();

    private long LengthOf(string path)
    {
        using var file = _files.OpenRead(path);
        return file.Length;
    }
}
