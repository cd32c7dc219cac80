namespace Stratum.Ingest;

/// <summary>A file of past readings that is being read. Memory does not grow with the file.</summary>
public abstract class HistorySource : IDisposable
{
    // Names of columns come from the file.
    private const int NotesMax = 100;

    private readonly Dictionary<string, long> _leftOut = new(StringComparer.Ordinal);

    /// <summary>What the file is.</summary>
    public abstract HistoryFormat Format { get; }

    /// <summary>Lines or rows read so far that say something: not headers, comments and blank lines.</summary>
    public long Rows { get; protected set; }

    /// <summary>How far the reading is, of <see cref="Total"/>: bytes, or rows of a database.</summary>
    public abstract long Done { get; }

    /// <summary>What there is to be read; 0 when nobody can say.</summary>
    public abstract long Total { get; }

    /// <summary>What of the file is no reading by itself and was left out, with how many values: columns without a meaning, fields without a unit.</summary>
    public IEnumerable<KeyValuePair<string, long>> LeftOut => _leftOut;

    /// <summary>Reads to the end, once.</summary>
    public abstract IAsyncEnumerable<HistoryEntry> ReadAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    protected abstract void Dispose(bool disposing);

    private protected void LeaveOut(string what)
    {
        var name = Excerpt.Of(what);
        if (_leftOut.Count < NotesMax || _leftOut.ContainsKey(name))
        {
            _leftOut[name] = _leftOut.GetValueOrDefault(name) + 1;
        }
    }
}
