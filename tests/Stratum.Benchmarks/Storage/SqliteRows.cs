using System.Runtime.InteropServices;
using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>
/// The same rows in SQLite, as one would keep them there: series in a table of their own, one row an observation with its signature,
/// indexes for series + time and for time, WAL, synchronous=FULL.
/// </summary>
internal sealed unsafe class SqliteRows : IDisposable
{
    private readonly nint _database;
    private readonly Dictionary<Series, long> _series = [];
    private readonly nint _insertSeries;
    private readonly nint _insert;

    public SqliteRows(string path)
    {
        Path = path;
        Check(Sqlite.Open(path, out _database));
        Execute("PRAGMA journal_mode=WAL");
        Execute("PRAGMA synchronous=FULL");
        Execute("CREATE TABLE series(id INTEGER PRIMARY KEY, definition BLOB NOT NULL)");
        Execute(
            "CREATE TABLE observation(id INTEGER PRIMARY KEY, series INTEGER NOT NULL, timestamp INTEGER NOT NULL, value REAL NOT NULL, "
            + "latitude REAL, longitude REAL, altitude REAL, received_at INTEGER NOT NULL, origin INTEGER NOT NULL, confidence REAL NOT NULL, "
            + "flag INTEGER NOT NULL, signature BLOB NOT NULL)");
        Execute("CREATE INDEX observation_series ON observation(series, timestamp)");
        Execute("CREATE INDEX observation_time ON observation(timestamp)");
        _insertSeries = Prepare("INSERT INTO series VALUES(?, ?)");
        _insert = Prepare("INSERT INTO observation VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    public string Path { get; }

    /// <summary>Bytes of the database file once the log is in it.</summary>
    public long Bytes
    {
        get
        {
            Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            return new FileInfo(Path).Length;
        }
    }

    private long _nextId = 1;

    /// <summary>Not durable while it is off: for filling only.</summary>
    public void SetDurable(bool durable) => Execute(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");

    /// <summary>One transaction; durable when it returns.</summary>
    public void Append(ReadOnlySpan<NewObservation> rows)
    {
        Execute("BEGIN IMMEDIATE");
        Span<byte> signature = stackalloc byte[Signature.Size];
        foreach (var row in rows)
        {
            var observation = row.Observation.Observation;
            Bind(1, _nextId++);
            Bind(2, SeriesId(observation.Series));
            Bind(3, observation.Timestamp);
            Bind(4, observation.Value);
            if (observation.Position is { } position)
            {
                Bind(5, position.Latitude);
                Bind(6, position.Longitude);
            }

            if (observation.Altitude is { } altitude)
            {
                Bind(7, altitude);
            }

            Bind(8, row.ReceivedAtMs);
            Bind(9, (int)row.ReceivedVia | ((int)row.TimeSource << 2));
            Bind(10, row.Assessment.Confidence);
            Bind(11, (int)row.Assessment.Flag);
            row.Observation.Signature.CopyTo(signature);
            fixed (byte* bytes = signature)
            {
                Check(Sqlite.BindBlob(_insert, 12, bytes, signature.Length, Sqlite.Static));
                Run(_insert);
            }
        }

        Execute("COMMIT");
    }

    /// <summary>Timestamp and value of one series in a range of time; returns the number of rows and a sum that uses them.</summary>
    public (int Count, double Sum) Scan(Series series, long from, long to)
    {
        var select = Prepare("SELECT timestamp, value FROM observation WHERE series = ? AND timestamp >= ? AND timestamp < ? ORDER BY timestamp");
        Check(Sqlite.BindInt64(select, 1, SeriesId(series)));
        Check(Sqlite.BindInt64(select, 2, from));
        Check(Sqlite.BindInt64(select, 3, to));
        var count = 0;
        var sum = 0.0;
        while (Sqlite.Step(select) == Sqlite.Row)
        {
            count++;
            sum += Sqlite.ColumnInt64(select, 0) + Sqlite.ColumnDouble(select, 1);
        }

        Check(Sqlite.Finalize(select));
        return (count, sum);
    }

    public void Dispose()
    {
        _ = Sqlite.Finalize(_insert);
        _ = Sqlite.Finalize(_insertSeries);
        _ = Sqlite.Close(_database);
    }

    private long SeriesId(Series series)
    {
        if (_series.TryGetValue(series, out var id))
        {
            return id;
        }

        id = _series.Count + 1;
        _series.Add(series, id);
        var definition = CanonicalForm.ToArray(new Observation(series, 0, 0, null, null));
        Check(Sqlite.BindInt64(_insertSeries, 1, id));
        fixed (byte* bytes = definition)
        {
            Check(Sqlite.BindBlob(_insertSeries, 2, bytes, definition.Length, Sqlite.Static));
            Run(_insertSeries);
        }

        return id;
    }

    private void Bind(int index, long value) => Check(Sqlite.BindInt64(_insert, index, value));

    private void Bind(int index, double value) => Check(Sqlite.BindDouble(_insert, index, value));

    private void Run(nint statement)
    {
        if (Sqlite.Step(statement) != Sqlite.Done)
        {
            throw Failure();
        }

        Check(Sqlite.Reset(statement));
    }

    private nint Prepare(string sql)
    {
        Check(Sqlite.Prepare(_database, sql, -1, out var statement, 0));
        return statement;
    }

    private void Execute(string sql) => Check(Sqlite.Execute(_database, sql, 0, 0, 0));

    private void Check(int result)
    {
        if (result != Sqlite.Ok)
        {
            throw Failure();
        }
    }

    private InvalidOperationException Failure() => new($"SQLite: {Marshal.PtrToStringUTF8(Sqlite.Message(_database))}");
}
