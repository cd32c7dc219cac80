using Stratum.Core;

namespace Stratum.Benchmarks;

/// <summary>
/// What a good programmer would do with SQLite: the same rows with their signatures, the definition of a series once, indexes over series and time and over
/// time, write-ahead log, synchronous=FULL. It checks no duplicates and keeps no sums.
/// </summary>
internal sealed class SqliteStore : IDisposable
{
    private static readonly nint Transient = -1;

    private readonly Dictionary<Series, long> _series = [];
    private readonly nint _database;
    private readonly nint _insert;
    private readonly nint _scan;

    public SqliteStore(string path)
    {
        Check(Sqlite.Open(path, out _database), "open");
        Execute("PRAGMA journal_mode=WAL");
        Execute("PRAGMA synchronous=FULL");
        Execute("CREATE TABLE obs(arrival INTEGER PRIMARY KEY, series INTEGER, ts INTEGER, value REAL, lat REAL, lon REAL, received INTEGER, "
            + "origin INTEGER, confidence REAL, sig BLOB)");
        Execute("CREATE INDEX obs_series_ts ON obs(series, ts)");
        Execute("CREATE INDEX obs_ts ON obs(ts)");
        Check(Sqlite.Prepare(_database, "INSERT INTO obs VALUES(?,?,?,?,?,?,?,?,?,?)", -1, out _insert, 0), "prepare");
        Check(Sqlite.Prepare(_database, "SELECT ts, value FROM obs WHERE series=? AND ts>=? AND ts<? ORDER BY ts", -1, out _scan, 0), "prepare");
    }

    public void Append(ReadOnlySpan<NewObservation> rows)
    {
        Execute("BEGIN");
        Span<byte> signature = stackalloc byte[Signature.Size];
        foreach (var row in rows)
        {
            var observation = row.Observation.Observation;
            if (!_series.TryGetValue(observation.Series, out var series))
            {
                series = _series[observation.Series] = _series.Count + 1;
            }

            row.Observation.Signature.CopyTo(signature);
            Check(Sqlite.Bind(_insert, 2, series), "bind");
            Check(Sqlite.Bind(_insert, 3, observation.Timestamp), "bind");
            Check(Sqlite.Bind(_insert, 4, observation.Value), "bind");
            Check(Sqlite.Bind(_insert, 5, observation.Position!.Value.Latitude), "bind");
            Check(Sqlite.Bind(_insert, 6, observation.Position!.Value.Longitude), "bind");
            Check(Sqlite.Bind(_insert, 7, row.ReceivedAtMs), "bind");
            Check(Sqlite.Bind(_insert, 8, 1L), "bind");
            Check(Sqlite.Bind(_insert, 9, row.Assessment.Confidence), "bind");
            Check(Sqlite.Bind(_insert, 10, signature, signature.Length, Transient), "bind");
            Check(Sqlite.Step(_insert), "insert", Sqlite.Done);
            Sqlite.Reset(_insert);
        }

        Execute("COMMIT");
    }

    public (long Count, double Sum) Scan(Series series, long from, long to)
    {
        Check(Sqlite.Bind(_scan, 1, _series[series]), "bind");
        Check(Sqlite.Bind(_scan, 2, from), "bind");
        Check(Sqlite.Bind(_scan, 3, to), "bind");
        long count = 0;
        double sum = 0;
        while (Sqlite.Step(_scan) == Sqlite.Row)
        {
            count++;
            sum += Sqlite.Double(_scan, 1) + Sqlite.Int64(_scan, 0);
        }

        Sqlite.Reset(_scan);
        return (count, sum);
    }

    public void Checkpoint() => Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    public void Dispose()
    {
        Sqlite.Finish(_insert);
        Sqlite.Finish(_scan);
        Sqlite.Close(_database);
    }

    private void Execute(string sql) => Check(Sqlite.Execute(_database, sql, 0, 0, 0), sql);

    private static void Check(int result, string what, int expected = Sqlite.Ok)
    {
        if (result != expected)
        {
            throw new InvalidOperationException($"sqlite: {what} gave {result}");
        }
    }
}
