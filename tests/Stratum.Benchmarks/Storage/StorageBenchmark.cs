using System.Diagnostics;
using System.Globalization;
using Stratum.Core;
using Stratum.Storage;

namespace Stratum.Benchmarks;

/// <summary>The store beside SQLite: the same rows, the same durability, the same indexes, in the same run.</summary>
internal static class StorageBenchmark
{
    private const int StoredRows = 2_000_000;
    private const int Stations = 1_000;
    private const int IntervalSeconds = 60;
    private const int BatchRows = 100;
    private const int Batches = 300;
    private const int ScanRows = 100_000;

    public static async Task RunAsync()
    {
        if (!Sqlite.IsAvailable)
        {
            Console.WriteLine("libsqlite3.so.0 is missing: install libsqlite3-0 (Debian) and run again");
            return;
        }

        var directory = Directory.CreateTempSubdirectory("stratum-storage-bench-").FullName;
        var figures = new List<Figure>();
        try
        {
            Console.WriteLine($"disk: {directory}; SQLite {System.Runtime.InteropServices.Marshal.PtrToStringUTF8(Sqlite.Version())}, WAL, synchronous=FULL");
            await SizeAsync(Path.Combine(directory, "aberdeen"), figures);
            await AppendAsync(directory, figures);
            await ScanAsync(directory, figures);
            await NearestAsync(Path.Combine(directory, "nearest"), figures);
            await RecoveryAsync(directory, figures);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        Figure.Print(figures, Console.Out);
    }

    internal static StoreOptions OptionsFor(string directory) => new() { Directory = directory, MaxAgeDays = 0, FreeBytesMin = 0, ReserveBytes = 0 };

    internal static async Task FillAsync(ObservationStore store, IEnumerable<NewObservation> rows, int batch = 4096)
    {
        foreach (var chunk in rows.Chunk(batch))
        {
            await store.AppendAsync(chunk, CancellationToken.None);
        }
    }

    /// <summary>Waits until nothing is left to merge.</summary>
    internal static async Task MergeAsync(ObservationStore store, ShiftedTime time, NewObservation last)
    {
        time.Advance(TimeSpan.FromHours(1));
        await store.AppendAsync([last], CancellationToken.None);
        var merges = -1L;
        while (store.Merges != merges)
        {
            merges = store.Merges;
            // No sleep tells when a background thread is done; the table count does, half a second at a time.
            await Task.Delay(TimeSpan.FromMilliseconds(1500), TimeProvider.System);
        }
    }

    private static async Task SizeAsync(string directory, List<Figure> figures)
    {
        var files = new CountingFileSystem();
        var time = new ShiftedTime();
        var rows = new StorageRows(seed: 1);
        await using (var store = ObservationStore.Open(OptionsFor(directory), files, time, new NoTrust()))
        {
            foreach (var batch in rows.Aberdeen().Chunk(BatchRows))
            {
                await store.AppendAsync(batch, CancellationToken.None);
            }
        }

        var today = time.GetUtcNow().ToUnixTimeSeconds();
        await using (var store = ObservationStore.Open(OptionsFor(directory), files, time, new NoTrust()))
        {
            await MergeAsync(store, time, rows.Row(rows.SeriesOf("now", "temperature"), today, 1, new GeoPoint(0, 0)));
        }

        var bytes = new TableBytes();
        foreach (var path in Directory.EnumerateFiles(Path.Combine(directory, "tables")).Order(StringComparer.Ordinal))
        {
            using var table = TableReader.Open(PhysicalFileSystem.Instance, path);
            if (table.Footer.MaxTimestamp < today)
            {
                bytes.Add(table);
            }
        }

        Console.WriteLine($"aberdeen-pm: {bytes.Rows:N0} observations, {bytes.Total:N0} bytes of tables in {bytes.Blocks} blocks; bytes an observation:");
        for (var column = TableColumn.Timestamps; column <= TableColumn.Signatures; column++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {column,-12} {bytes.Column(column) / (double)bytes.Rows,8:0.000}"));
        }

        foreach (var (name, part) in (ReadOnlySpan<(string, long)>)
            [("headers", bytes.BlockHeaders), ("series", bytes.Series), ("index", bytes.BlockIndex), ("sums", bytes.CellSums), ("frame", bytes.Frame)])
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-12} {part / (double)bytes.Rows,8:0.000}"));
        }

        figures.Add(new Figure("bytes on disk an observation", bytes.Total / (double)bytes.Rows, "B", 68));
        figures.Add(new Figure("of these content columns", bytes.Content / (double)bytes.Rows, "B", 2.3));
        figures.Add(new Figure("of these station columns", bytes.Station / (double)bytes.Rows, "B", 1.2));
        figures.Add(new Figure("of these overhead", bytes.Overhead / (double)bytes.Rows, "B", 0.5));
    }

    private static async Task AppendAsync(string directory, List<Figure> figures)
    {
        var rows = new StorageRows(seed: 2);
        var from = 1_700_006_400L;
        var files = new CountingFileSystem();
        var time = new ShiftedTime();
        await using var store = ObservationStore.Open(OptionsFor(Path.Combine(directory, "append")), files, time, new NoTrust());
        using var sqlite = new SqliteStore(Path.Combine(directory, "append.db"));
        var all = rows.Stations(Stations, (StoredRows / Stations) + (Batches * BatchRows / Stations) + 1, from, IntervalSeconds).Chunk(4096);
        var later = new List<NewObservation>();
        var slowest = new List<double>();
        var stored = 0;
        foreach (var chunk in all)
        {
            if (stored < StoredRows)
            {
                await store.AppendAsync(chunk, CancellationToken.None);
                sqlite.Append(chunk);
                stored += chunk.Length;
            }
            else
            {
                later.AddRange(chunk);
            }
        }

        sqlite.Checkpoint();
        var batches = later.Chunk(BatchRows).Where(batch => batch.Length == BatchRows).Take(Batches).ToArray();
        // In turns, so that what else the machine does falls on all alike.
        var own = TimeSpan.Zero;
        var theirs = TimeSpan.Zero;
        var bare = TimeSpan.Zero;
        using var file = PhysicalFileSystem.Instance.Create(Path.Combine(directory, "fsync"));
        var page = new byte[12_000];
        for (var at = 0; at < batches.Length; at++)
        {
            var one = await TimedAsync(async () => await store.AppendAsync(batches[at], CancellationToken.None));
            own += one;
            slowest.Add(one.TotalMilliseconds);
            theirs += Timed(() => sqlite.Append(batches[at]));
            bare += Timed(() =>
            {
                file.Write((long)at * page.Length, page);
                file.FlushFile();
            });
        }

        slowest.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"append: median {slowest[slowest.Count / 2]:0.000} ms, p95 {slowest[slowest.Count * 95 / 100]:0.000} ms, slowest {slowest[^1]:0.0} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"append into {stored:N0} rows, {batches.Length} batches of {BatchRows}: {own.TotalMilliseconds / batches.Length:0.000} ms a batch, SQLite "
            + $"{theirs.TotalMilliseconds / batches.Length:0.000} ms, a write and an fsync alone {bare.TotalMilliseconds / batches.Length:0.000} ms"));
        figures.Add(new Figure("append batches of 100, times SQLite", theirs / own, "x", 5, IsLowerBound: true));
        await MergeAsync(store, time, rows.Row(rows.SeriesOf("now", "temperature"), time.GetUtcNow().ToUnixTimeSeconds(), 1, new GeoPoint(0, 0)));
        var tableBytes = store.Status.TableBytes;
        var inTables = store.Status.Observations - (store.Status.MemtableBytes / Memtable.RowBytes);
        Console.WriteLine($"written for {store.Status.Observations:N0} rows, {inTables:N0} of them in {store.Status.Tables} tables: {files.Written:N0} bytes, tables {tableBytes:N0}");
        var final = tableBytes * (store.Status.Observations / (double)inTables);
        figures.Add(new Figure("bytes written / final table bytes", files.Written / final, "", 3.6));
    }

    private static async Task ScanAsync(string directory, List<Figure> figures)
    {
        var rows = new StorageRows(seed: 3);
        var from = 1_700_006_400L;
        var time = new ShiftedTime();
        var data = rows.Stations(10, ScanRows, from, 30).ToArray();
        await using var store = ObservationStore.Open(OptionsFor(Path.Combine(directory, "scan")), PhysicalFileSystem.Instance, time, new NoTrust());
        using var sqlite = new SqliteStore(Path.Combine(directory, "scan.db"));
        await FillAsync(store, data);
        foreach (var chunk in data.Chunk(4096))
        {
            sqlite.Append(chunk);
        }

        sqlite.Checkpoint();
        await MergeAsync(store, time, rows.Row(rows.SeriesOf("now", "temperature"), time.GetUtcNow().ToUnixTimeSeconds(), 1, new GeoPoint(0, 0)));
        var series = data[4].Observation.Series;
        var to = from + (ScanRows * 30L);
        var (own, theirs, whole) = (TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue);
        (long Count, double Sum) here = default, there = default;
        // The best of several: the first has cold caches and an untiered JIT on both sides.
        for (var round = 0; round < 12; round++)
        {
            own = Min(own, Timed(() => here = Sum(store.Points(series, from, to))));
            theirs = Min(theirs, Timed(() => there = sqlite.Scan(series, from, to)));
        }

        var counted = 0;
        for (var round = 0; round < 3; round++)
        {
            whole = Min(whole, Timed(() => counted = store.Query(new ObservationQuery { DeviceId = series.DeviceId, From = from, To = to }).Count()));
        }

        if (here != there || counted != here.Count)
        {
            throw new InvalidOperationException($"the scans differ: {here} and {there}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"scan of {here.Count:N0} rows (time, value): {own.TotalMilliseconds:0.00} ms, SQLite {theirs.TotalMilliseconds:0.00} ms; whole observations with "
            + $"ids and signatures {whole.TotalMilliseconds:0.0} ms"));
        figures.Add(new Figure("range scan of 100k rows, times SQLite", theirs / own, "x", 10, IsLowerBound: true));
    }

    private static (long Count, double Sum) Sum(IEnumerable<SeriesPoint> points)
    {
        long count = 0;
        double sum = 0;
        foreach (var point in points)
        {
            count++;
            sum += point.Value + point.Timestamp;
        }

        return (count, sum);
    }

    private static async Task NearestAsync(string directory, List<Figure> figures)
    {
        foreach (var (stations, target) in ((int, double)[])[(10_000, 20), (100_000, 60)])
        {
            var rows = new StorageRows(seed: 4);
            await using var store = ObservationStore.Open(OptionsFor(directory + stations), PhysicalFileSystem.Instance, TimeProvider.System, new NoTrust());
            await FillAsync(store, rows.Stations(stations, 1, 1_700_006_400, 60));
            var random = new Random(5);
            const int asked = 20_000;
            var times = new double[asked];
            for (var round = 0; round < 2; round++)
            {
                for (var at = 0; at < asked; at++)
                {
                    var centre = new GeoPoint(50 + (random.NextDouble() * 10), random.NextDouble() * 10);
                    var started = Stopwatch.GetTimestamp();
                    store.LatestNear(centre, 20_100, "temperature", 8);
                    times[at] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
                }
            }

            Array.Sort(times);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"nearest 8 of {stations:N0}: median {times[asked / 2]:0.0} us, p99 {times[asked * 99 / 100]:0.0} us"));
            figures.Add(new Figure($"nearest-8 p99 at {stations / 1000}k stations", times[asked * 99 / 100], "us", target));
        }
    }

    private static async Task RecoveryAsync(string directory, List<Figure> figures)
    {
        var living = Path.Combine(directory, "recovery");
        var options = OptionsFor(living) with { MemtableBytes = 1L << 33, WalBytes = 1L << 30 };
        await using var store = ObservationStore.Open(options, PhysicalFileSystem.Instance, TimeProvider.System, new NoTrust());
        foreach (var chunk in new StorageRows(seed: 6).Stations(Stations, 10_000, 1_700_006_400, 60).Chunk(4096))
        {
            await store.AppendAsync(chunk, CancellationToken.None);
            if (store.Status.WalBytes >= 64L << 20)
            {
                break;
            }
        }

        // As kill -9 leaves it: the files as they are now.
        var dead = Path.Combine(directory, "recovery-copy");
        foreach (var path in Directory.EnumerateFiles(living, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(path) == "LOCK")
            {
                continue;
            }

            var target = Path.Combine(dead, Path.GetRelativePath(living, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }

        await using var again = ObservationStore.Open(options with { Directory = dead }, PhysicalFileSystem.Instance, TimeProvider.System, new NoTrust());
        var status = again.Status;
        Console.WriteLine($"recovery of {status.WalBytes >> 20} MiB of log, {status.RecoveredObservations:N0} rows: {status.RecoveryMs} ms");
        figures.Add(new Figure("recovery of 64 MiB of log", status.RecoveryMs / 1000.0, "s", 1));
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Timed(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task<TimeSpan> TimedAsync(Func<Task> action)
    {
        var started = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(started);
    }
}
