using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// A table and who still reads it. Views hold references; the last one to leave closes the file, and removes it when retention or a
/// merge has given it up meanwhile.
/// </summary>
internal sealed class TableHandle(TableReader reader, IFileSystem files)
{
    private int _references;
    private volatile bool _obsolete;

    public TableReader Reader { get; } = reader;

    public void AddReference() => Interlocked.Increment(ref _references);

    /// <summary>The file is to go with the last reader.</summary>
    public void MarkObsolete() => _obsolete = true;

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) > 0)
        {
            return;
        }

        Reader.Dispose();
        if (!_obsolete)
        {
            return;
        }

        try
        {
            files.Delete(Reader.Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The manifest names the file no longer: the next start removes it as an orphan.
            LeftBehind = exception;
        }
    }

    /// <summary>Why the file could not be removed; null when all is well.</summary>
    public Exception? LeftBehind { get; private set; }
}
