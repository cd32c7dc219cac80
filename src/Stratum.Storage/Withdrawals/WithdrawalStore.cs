using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// The statements of <c>withdrawals.log</c> in the data directory: one line each, appended and fsynced before it counts, never taken out. Each line is
/// whole by its own hash, so that a torn or flipped one costs itself alone. Readers see one immutable state; writers take turns.
/// </summary>
public sealed class WithdrawalStore : IWithdrawals, IDisposable
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "withdrawals.log";

    // A signer that withdraws more often has another trouble; one with a made-up key must not fill the file.
    private const int PerSignerMax = 256;
    private const int StatementsMax = 16_384;

    private readonly IFileSystem _files;
    private readonly string _path;
    private readonly IFile _file;
    private readonly Lock _writing = new();
    private volatile WithdrawalState _state = WithdrawalState.Empty;
    private long _length;

    private WithdrawalStore(IFileSystem files, string path, IFile file) => (_files, _path, _file) = (files, path, file);

    /// <inheritdoc/>
    public int Count => _state.Count;

    /// <inheritdoc/>
    public long Version => _state.Count;

    /// <inheritdoc/>
    public Hash256 Digest => _state.Digest;

    /// <inheritdoc/>
    public IReadOnlyList<SignedWithdrawal> All => _state.All;

    /// <summary>Lines that could not be read at open.</summary>
    public int DamagedLines { get; private set; }

    /// <summary>Opens the file of a data directory that this process owns, or makes it.</summary>
    public static WithdrawalStore Open(IFileSystem files, string directory)
    {
        var path = Path.Combine(directory, FileName);
        var isNew = !files.Exists(path);
        var file = isNew ? files.Create(path) : files.OpenWrite(path);
        var store = new WithdrawalStore(files, path, file);
        if (isNew)
        {
            files.FlushDirectory(directory);
        }
        else
        {
            store.Load();
        }

        return store;
    }

    /// <inheritdoc/>
    public IReadOnlyList<WithdrawnRange> RangesOf(Series series) => _state.RangesOf(series);

    /// <inheritdoc/>
    public IReadOnlyList<SignedWithdrawal> Add(IReadOnlyList<SignedWithdrawal> statements)
    {
        lock (_writing)
        {
            var state = _state;
            var added = new List<SignedWithdrawal>();
            var bytes = new List<byte>();
            foreach (var statement in statements)
            {
                if (!state.Has(statement.Id) && !added.Exists(other => other.Id == statement.Id)
                    && state.Count + added.Count < StatementsMax
                    && state.CountOf(statement.Signer) + added.Count(other => other.Signer == statement.Signer) < PerSignerMax)
                {
                    added.Add(statement);
                    bytes.AddRange(WithdrawalLine.Write(statement));
                }
            }

            if (added.Count > 0)
            {
                // At a known end: what an earlier write left half done is overwritten.
                _file.Write(_length, bytes.ToArray());
                _file.FlushFile();
                _length += bytes.Count;
                _state = state.With(added);
            }

            return added;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Load()
    {
        var content = FileContent.Read(_files, _path);
        var statements = new List<SignedWithdrawal>();
        var end = 0;
        foreach (var range in content.AsSpan().Split((byte)'\n'))
        {
            var line = content.AsSpan()[range];
            if (line.IsEmpty)
            {
                continue;
            }

            if (WithdrawalLine.Read(line) is { } statement)
            {
                statements.Add(statement);
                end = range.End.Value + 1;
            }
            else
            {
                DamagedLines++;
            }
        }

        // Behind the last whole line there is only what a crash tore. A damaged line before it stays, as evidence.
        _length = Math.Min(end, content.Length);
        if (end > content.Length)
        {
            // Its line end alone is missing.
            _file.Write(content.Length, "\n"u8);
            _length = end;
        }

        _state = WithdrawalState.Empty.With([.. statements.DistinctBy(statement => statement.Id)]);
    }
}
