using System.Runtime.InteropServices;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// One table of an SQLite file, row by row. Opened for reading only and as a file that nobody writes (<c>immutable=1</c>), with the schema untrusted: a file of
/// unknown origin can be wrong, but not harmful. No index is used and nothing is sorted.
/// </summary>
internal sealed class SqliteTable : IDisposable
{
    // No text and no blob is read; what a hostile row claims to have is not allocated.
    private const int LengthMax = 1 << 20;

    // The smallest row has a length, a key, a header and one value.
    private const int RowBytesMin = 4;

    private readonly string _path;
    private readonly long _rowsMax;
    private nint _database;
    private nint _statement;
    private long _rows;

    public SqliteTable(string path, string table)
    {
        SqliteLibrary.ThrowIfMissing();
        ThrowIfBeingWritten(path);
        _path = path;
        _rowsMax = new FileInfo(path).Length / RowBytesMin;
        var uri = $"file:{Uri.EscapeDataString(Path.GetFullPath(path)).Replace("%2F", "/", StringComparison.Ordinal)}?mode=ro&immutable=1";
        try
        {
            Check(SqliteLibrary.Open(uri, out _database, SqliteLibrary.OpenFlags, 0));
            _ = SqliteLibrary.Limit(_database, SqliteLibrary.LimitLength, LengthMax);
            foreach (var setting in (string[])["PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0"])
            {
                Run(setting);
            }

            ThrowIfNoTable(table);
            Check(SqliteLibrary.Prepare(_database, $"SELECT * FROM \"{table}\"", -1, out _statement, 0));
            Columns = [.. Enumerable.Range(0, SqliteLibrary.ColumnCount(_statement)).Select(index =>
                Marshal.PtrToStringUTF8(SqliteLibrary.ColumnName(_statement, index)) ?? "")];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; } = [];

    /// <summary>The next row; false at the end. Throws where the file is damaged.</summary>
    public bool Read()
    {
        var result = SqliteLibrary.Step(_statement);
        if (result == SqliteLibrary.Done)
        {
            return false;
        }

        if (result != SqliteLibrary.Row)
        {
            throw new StratumException(Reason);
        }

        // A damaged tree can lead to the same pages for ever.
        return ++_rows <= _rowsMax ? true : throw new StratumException("it has more rows than its bytes can hold: the file is damaged");
    }

    /// <summary>A number; null for NULL, a text, a blob or what is not finite.</summary>
    public double? Number(int column) => SqliteLibrary.ColumnType(_statement, column) is SqliteLibrary.TypeFloat or SqliteLibrary.TypeInteger
        && SqliteLibrary.ColumnDouble(_statement, column) is var number && double.IsFinite(number) ? number : null;

    /// <summary>A whole number; null for anything else.</summary>
    public long? Integer(int column) =>
        SqliteLibrary.ColumnType(_statement, column) == SqliteLibrary.TypeInteger ? SqliteLibrary.ColumnInt64(_statement, column) : null;

    /// <summary>The one number that a statement gives; null when it gives none.</summary>
    public long? Scalar(string sql)
    {
        Check(SqliteLibrary.Prepare(_database, sql, -1, out var statement, 0));
        try
        {
            return SqliteLibrary.Step(statement) == SqliteLibrary.Row && SqliteLibrary.ColumnType(statement, 0) == SqliteLibrary.TypeInteger
                ? SqliteLibrary.ColumnInt64(statement, 0)
                : null;
        }
        finally
        {
            _ = SqliteLibrary.Finish(statement);
        }
    }

    public void Dispose()
    {
        _ = SqliteLibrary.Finish(_statement);
        _ = SqliteLibrary.Close(_database);
        (_statement, _database) = (0, 0);
    }

    private string Reason => Marshal.PtrToStringUTF8(SqliteLibrary.Message(_database)) ?? "SQLite gives no reason";

    // As an immutable file it is read without its journal: what was not written through would be missing, or half there.
    private static void ThrowIfBeingWritten(string path)
    {
        foreach (var journal in (string[])[path + "-journal", path + "-wal"])
        {
            if (new FileInfo(journal) is { Exists: true, Length: > 0 })
            {
                throw new StratumException(
                    $"{path} is being written, or its program was killed ({Path.GetFileName(journal)} is there): import a copy, made with "
                    + $"sqlite3 {Path.GetFileName(path)} \".backup copy.sdb\"");
            }
        }
    }

    // A view would run whatever the file says.
    private void ThrowIfNoTable(string table)
    {
        if (Scalar($"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{table}' AND sql NOT LIKE 'CREATE VIRTUAL%'") != 1)
        {
            throw new StratumException($"{_path} is an SQLite file without a table \"{table}\"");
        }
    }

    private void Run(string sql)
    {
        Check(SqliteLibrary.Prepare(_database, sql, -1, out var statement, 0));
        _ = SqliteLibrary.Step(statement);
        _ = SqliteLibrary.Finish(statement);
    }

    private void Check(int result)
    {
        if (result != SqliteLibrary.Ok)
        {
            throw new StratumException($"cannot read {_path}: {(_database == 0 ? "SQLite cannot open it" : Reason)}");
        }
    }
}
